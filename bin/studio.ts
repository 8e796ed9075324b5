/* Builds the studio into nginx/static/studio, where the app and Nginx find it.
`node bin/studio.ts --types` only writes its types of the API and its lists. */

import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const SOURCES = ['studio', 'package-lock.json', 'bin/studio.ts']
const TARGET = join(ROOT, 'nginx/static/studio')
const LISTS = join(ROOT, 'studio/api/lists.json')
/** The sources of `LISTS`. */
const DEFINITIONS = ['app/resources', 'app/domain', 'bin/studio_lists.ts']

/** Builds the studio if a source is newer than the build. */
export function buildIfStale(): void {
  const built = join(TARGET, 'index.html')
  const isFresh =
    !haveListsChanged() &&
    existsSync(built) &&
    statSync(built).mtimeMs > Math.max(...SOURCES.map(newest))
  // In a process of its own, as Vite sets NODE_ENV.
  if (!isFresh) run('bin/studio.ts')
}

function haveListsChanged(): boolean {
  const before = existsSync(LISTS) ? readFileSync(LISTS, 'utf8') : ''
  if (before && statSync(LISTS).mtimeMs > Math.max(...DEFINITIONS.map(newest))) return false
  writeLists()
  return readFileSync(LISTS, 'utf8') !== before
}

function writeLists(): void {
  writeFileSync(LISTS, run('--import=./bin/typescript.js', 'bin/studio_lists.ts'))
}

async function build(): Promise<void> {
  writeLists()
  // A test has another NODE_ENV. Emotion would then write styles that the content security policy refuses.
  process.env.NODE_ENV = 'production'
  const vite = await import('vite')
  await vite.build({ configFile: join(ROOT, 'studio/vite.config.ts'), logLevel: 'error' })
  const assets = join(TARGET, 'assets')
  for (const name of readdirSync(assets)) compress(join(assets, name))
}

function writeTypes(): void {
  writeLists()
  run('ace.js', 'openapi:write')
  run('node_modules/openapi-typescript/bin/cli.js', 'openapi.json', '-o', 'studio/api/schema.d.ts')
}

function newest(path: string): number {
  const full = join(ROOT, path)
  if (!statSync(full).isDirectory()) return statSync(full).mtimeMs
  const files = readdirSync(full, { recursive: true, encoding: 'utf8' }).filter(
    (file) => !/\.d\.ts$|^api\/lists\.json$/.test(file)
  )
  return Math.max(...files.map((file) => statSync(join(full, file)).mtimeMs))
}

function compress(file: string) {
  const content = readFileSync(file)
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
  writeFileSync(`${file}.br`, brotliCompressSync(content))
}

function run(...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`node ${words.join(' ')} failed:\n${stdout}${stderr}`)
  return stdout
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--types')) writeTypes()
  else await build()
}
