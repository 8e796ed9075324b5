import type { ApplicationService } from '@adonisjs/core/types'
import { createNodeServer } from '#start/node_server'
import { endWithFailure } from './failure.js'
import { createIgnitor } from './ignitor.js'
import { borrowServices } from './services.js'
import { whenOrphaned } from './services/processes.js'

const PATIENCE = 10_000

try {
  await createIgnitor(borrowServices)
    .tap((app) => {
      const stop = once(() => stopGracefully(app))
      app.listen('SIGTERM', stop)
      app.listen('SIGINT', stop)
      whenOrphaned(stop)
    })
    .httpServer()
    .start((handle) => createNodeServer(handle))
} catch (error) {
  await endWithFailure(error)
}

/** Lets the requests under way finish, as long as they do so in reasonable time. */
async function stopGracefully(app: ApplicationService): Promise<void> {
  setTimeout(() => process.exit(1), PATIENCE).unref()
  await app.terminate()
  process.exit()
}

/** One Ctrl-C may arrive as several signals. */
function once(run: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) run()
    isDone = true
  }
}
