/*
 * node --import=./bin/typescript.js bin/server.ts
 * The hooks run in the importing thread: the extra thread of module.register() can deadlock at exit.
 * What was compiled is kept in node_modules/.cache, one file for each source file; so is V8's code.
 */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire, enableCompileCache, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const { imports: ALIASES } = require('../package.json')
const OWN = new URL('..', import.meta.url).href
const PACKAGES = `${OWN}node_modules/`
const ROOT = fileURLToPath(OWN)
const CACHE = fileURLToPath(`${PACKAGES}.cache/typescript/`)

/** Node's type stripping supports no decorators. */
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

/** Part of each key, so that another compiler and other options don't find these files. */
const COMPILER = `${require('@swc/core/package.json').version} ${JSON.stringify(OPTIONS)}`

enableCompileCache(fileURLToPath(`${PACKAGES}.cache/v8`))
process.setSourceMapsEnabled(true)
registerHooks({ resolve, load })

/** Imports name compiled files: `./user.js`, and `#models/user`, is a `.ts` here. */
function resolve(specifier, context, nextResolve) {
  // AdonisJS's dev server imports this package in its child.
  if (specifier === '@poppinss/ts-exec') return { url: import.meta.url, shortCircuit: true }
  const source = sourceOf(specifier, context.parentURL)
  if (source) return { url: source, format: 'module-typescript', shortCircuit: true }
  return nextResolve(specifier, context)
}

/** Asked before Node, because each failure of Node's own search costs as much as loading a module. */
function sourceOf(specifier, parent = '') {
  const compiled = specifier.startsWith('#') ? aliased(specifier) : relative(specifier, parent)
  if (!compiled?.pathname.endsWith('.js')) return undefined
  const url = compiled.href.replace(/\.js(?=\?|$)/, '.ts')
  return existsSync(new URL(url)) ? url : undefined
}

const isOwn = (url) => url.startsWith(OWN) && !url.startsWith(PACKAGES)

const relative = (specifier, parent) =>
  /^(\.|file:)/.test(specifier) && (isOwn(parent) || isOwn(specifier))
    ? new URL(specifier, parent || undefined)
    : undefined

function aliased(specifier) {
  const [name] = specifier.split('/', 1)
  const target = ALIASES[`${name}/*`]
  return target && new URL(target.replace('*', specifier.slice(name.length + 1)), OWN)
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
