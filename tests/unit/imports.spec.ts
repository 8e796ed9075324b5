import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const folders = ['app', 'bin', 'cli', 'config', 'database/seeding', 'providers', 'start']

const { imports: aliases } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  imports: Record<string, string>
}

/** Static imports, re-exports and type imports: every dependency of a file. */
const specifiers = /\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm

/** The file of an import; undefined for a package. */
function fileOf(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('.')) {
    return normalize(join(dirname(importer), specifier)).replace(/\.js$/, '.ts')
  }
  const alias = Object.keys(aliases).find((one) => specifier.startsWith(one.slice(0, -1)))
  const path = alias && aliases[alias].replace('*', specifier.slice(alias.length - 1))
  return path?.replace('./', '').replace(/\.js$/, '.ts')
}

function importsOf(file: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8')
  const names = [...source.matchAll(specifiers)].map(([, ...found]) => found.find(Boolean)!)
  return names.flatMap((name) => fileOf(name, file) ?? [])
}

/** The first circle of imports from a file, as a list of files. */
function circleFrom(
  file: string,
  graph: Map<string, string[]>,
  done: Set<string>,
  path: string[] = []
): string[] | undefined {
  const start = path.indexOf(file)
  if (start !== -1) return [...path.slice(start), file]
  if (done.has(file)) return undefined
  for (const next of graph.get(file) ?? []) {
    const circle = circleFrom(next, graph, done, [...path, file])
    if (circle) return circle
  }
  done.add(file)
  return undefined
}

test.group('Imports', () => {
  test('have no circles, except between models', ({ assert }) => {
    const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: ROOT }))
    const isModel = (file: string) => file.startsWith('app/models/')
    const graph = new Map(
      files.map((file) => [
        file,
        importsOf(file).filter((other) => !(isModel(file) && isModel(other))),
      ])
    )
    const done = new Set<string>()
    const circles = files.flatMap((file) => circleFrom(file, graph, done) ?? [])
    assert.isAbove(files.length, 400)
    assert.deepEqual(circles, [])
  })
})
