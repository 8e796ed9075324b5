import type { Server } from 'node:http'
import type { ApplicationService } from '@adonisjs/core/types'
import { createNodeServer } from '#http/node_server'
import { createIgnitor } from '../ignitor.js'
import { borrowServices } from '../services.js'
import { Drain } from './drain.js'
import { logWarnings } from './log_warnings.js'

const TIMEOUT_MS = { requests: 15_000, connections: 5000 }

export const MAX_STOP_MS = TIMEOUT_MS.requests + TIMEOUT_MS.connections

export interface Serving {
  server: Server
  /** Finishes open requests, runs `last` and exits, with code 1 if some requests were cut off. */
  stop: (last?: () => Promise<unknown>) => Promise<never>
}

/**
 * @param adapt changes the server before it listens
 * @param ready the server listens once this resolves
 */
export async function serve(
  adapt: (server: Server) => void = () => {},
  ready: Promise<unknown> = Promise.resolve()
): Promise<Serving> {
  let app: ApplicationService
  let server: Server
  let drain: Drain

  await createIgnitor(borrowServices)
    .tap((made) => {
      app = made
      app.starting(async () => {
        const logger = await app.container.make('logger')
        logWarnings(() => logger)
        await ready
      })
    })
    .httpServer()
    .start((handle) => {
      process.on('uncaughtException', (error) => endWithUncaught(error, app))
      server = createNodeServer(handle)
      drain = new Drain(server)
      adapt(server)
      return server
    })

  const logger = await app!.container.make('logger')
  const stop = async (last?: () => Promise<unknown>) => {
    const cutOff = await drain.run(TIMEOUT_MS.requests)
    if (cutOff > 0) logger.warn(`stopping: ${cutOff} requests took too long and were cut off`)
    setTimeout(() => process.exit(1), TIMEOUT_MS.connections).unref()
    await last?.()
    await app.terminate()
    process.exit(cutOff > 0 ? 1 : 0)
  }
  return { server: server!, stop }
}

/** Node would print the whole error, and not as JSON. */
async function endWithUncaught(error: Error, app: ApplicationService) {
  const logger = await app.container.make('logger')
  logger.fatal({ err: error }, 'uncaught error')
  process.exit(1)
}
