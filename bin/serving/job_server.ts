import type { ApplicationService } from '@adonisjs/core/types'
import { createIgnitor } from '../ignitor.js'
import { borrowServices } from '../services.js'
import { logWarnings } from './log_warnings.js'

const MAX_STOP_MS = 15_000

/** Starts the application without routes or an HTTP server. @returns a function that drains and exits */
export async function serveJobs(): Promise<(last?: () => Promise<unknown>) => Promise<never>> {
  // The only AdonisJS environment without routes.
  const app: ApplicationService = createIgnitor(borrowServices).createApp('repl')
  await app.init()
  await app.boot()
  await app.start(() => {})
  const logger = await app.container.make('logger')
  logWarnings(() => logger)
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
