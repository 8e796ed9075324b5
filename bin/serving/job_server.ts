import type { ApplicationService } from '@adonisjs/core/types'
import { createIgnitor } from '../ignitor.js'
import { borrowServices } from '../services.js'

/** How long stopping may take, milliseconds. */
const MAX_STOP_MS = 15_000

/**
 * Starts the application for jobs and timed work alone, without routes and an HTTP server.
 *
 * @returns what ends this process when the work under way has ended
 */
export async function serveJobs(): Promise<(last?: () => Promise<unknown>) => Promise<never>> {
  // Of the environments of AdonisJS it is the one that has no routes.
  const app: ApplicationService = createIgnitor(borrowServices).createApp('repl')
  await app.init()
  await app.boot()
  await app.start(() => {})
  const logger = await app.container.make('logger')
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'uncaught error')
    process.exit(1)
  })
  const { runJobs } = await import('#jobs/run_jobs')
  const stopJobs = await runJobs(app)
  return async (last) => {
    setTimeout(() => process.exit(1), MAX_STOP_MS).unref()
    await stopJobs()
    await app.terminate()
    await last?.()
    process.exit(0)
  }
}
