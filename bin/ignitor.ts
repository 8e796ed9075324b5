import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'
import { endWithFailure } from './failure.js'

const ROOT = new URL('../', import.meta.url)

// Compiled code means production, never a development server.
if (import.meta.filename.endsWith('.js')) process.env.NODE_ENV ??= 'production'

/**
 * @param prepare runs at boot, before the environment is read
 * @param fail handles a failure until the environment is valid
 */
export function createIgnitor(
  prepare: () => Promise<unknown>,
  fail: (error: unknown) => Promise<never> | never = endWithFailure
): Ignitor {
  const importer = (path: string) => {
    return import(/^\.\.?\//.test(path) ? new URL(path, ROOT).href : path)
  }

  return new Ignitor(ROOT, { importer }).tap((app) => {
    app.booting(async () => {
      try {
        await prepare()
        await import('#start/env')
      } catch (error) {
        // The console's own error handling would print a stack.
        await fail(error)
      }
    })
  })
}
