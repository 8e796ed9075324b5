import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'
import { endWithFailure } from './failure.js'

const ROOT = new URL('../', import.meta.url)

// Whoever runs what was compiled means production, and must not get a development server instead.
if (import.meta.filename.endsWith('.js')) process.env.NODE_ENV ??= 'production'

/**
 * The application, not yet started: what the server, the console and the tests have in common.
 *
 * A failure before the environment is known to be good never gets further.
 *
 * @param prepare runs before the environment is read, and only when the application boots
 * @param fail gets a failure of that time; ends the process unless something else is given
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
        // Here and not where it is started: the console has its own, longer way with errors.
        await fail(error)
      }
    })
  })
}
