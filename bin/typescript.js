/*
 * node --import=./bin/typescript.js bin/server.ts
 * The hooks run in the importing thread: the extra thread of module.register() can deadlock at exit.
 */

import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from '@swc/core'

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
    return nextResolve(error.url.replace(/\.js(?=\?|$)/, '.ts'), context)
  }
}

function load(url, context, nextLoad) {
  if (context.format !== 'module-typescript') return nextLoad(url, context)
  const { source } = nextLoad(url, { ...context, format: 'module' })
  const { code } = transformSync(source.toString(), { ...OPTIONS, filename: fileURLToPath(url) })
  return { format: 'module', source: code, shortCircuit: true }
}
