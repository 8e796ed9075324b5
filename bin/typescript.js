/*
 * node --import=./bin/typescript.js bin/server.ts
 * The hooks run in the importing thread: the extra thread of module.register() can deadlock at exit.
 * What was compiled is kept in node_modules/.cache, one file for each source file.
 */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CACHE = fileURLToPath(new URL('../node_modules/.cache/typescript/', import.meta.url))

/** Node's type stripping knows no decorators. */
const OPTIONS = {
  configFile: false,
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'esnext',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    experimental: { keepImportAttributes: true },
    keepClassNames: true,
  },
}

/** Part of each key, so that neither another compiler nor other options find what these made. */
const COMPILER = `${require('@swc/core/package.json').version} ${JSON.stringify(OPTIONS)}`

process.setSourceMapsEnabled(true)
registerHooks({ resolve, load })

/** Imports name compiled files: `./user.js` is `./user.ts` here. */
function resolve(specifier, context, nextResolve) {
  // AdonisJS's dev server imports this package in its child.
  if (specifier === '@poppinss/ts-exec') return { url: import.meta.url, shortCircuit: true }
  try {
    return nextResolve(specifier, context)
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/^file:.*\.js(\?|$)/.test(error.url)) throw error
    const url = error.url.replace(/\.js(?=\?|$)/, '.ts')
    if (!existsSync(new URL(url))) throw error
    // Node would look for it once more, and for its package.
    return { url, format: 'module-typescript', shortCircuit: true }
  }
}

function load(url, context, nextLoad) {
  if (context.format !== 'module-typescript') return nextLoad(url, context)
  const { source } = nextLoad(url, { ...context, format: 'module' })
  return {
    format: 'module',
    source: compile(fileURLToPath(url), source.toString()),
    shortCircuit: true,
  }
}

function compile(path, source) {
  const kept = CACHE + path.slice(ROOT.length).replaceAll(/[^\w.-]/g, '+')
  const key = createHash('sha1').update(COMPILER).update(path).update(source).digest('hex')
  // At the end, because the source map counts lines from the first.
  const mark = `\n// ${key}\n`
  const found = readIfThere(kept)
  if (found.endsWith(mark)) return found

  // Loading the compiler takes longer than starting Node.
  const { transformSync } = require('@swc/core')
  const code = transformSync(source, { ...OPTIONS, filename: path }).code + mark
  keep(kept, code)
  return code
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Renamed into its place, because other processes read meanwhile. */
function keep(path, code) {
  const part = `${path}.${process.pid}`
  try {
    mkdirSync(CACHE, { recursive: true })
    writeFileSync(part, code)
    renameSync(part, path)
  } catch {
    // A read-only checkout compiles each time.
  }
}
