import type { ApplicationService } from '@adonisjs/core/types'
import { createIgnitor } from '../bin/ignitor.js'
import { borrowServices } from '../bin/services.js'

let booted: Promise<ApplicationService> | undefined

/** Boots the application once. @param verbose logs to standard error */
export function application(verbose = false): Promise<ApplicationService> {
  return (booted ??= boot(verbose))
}

async function boot(verbose: boolean): Promise<ApplicationService> {
  const { default: running } = await import('@adonisjs/core/services/app')
  if (running) return running

  const app = createIgnitor(borrowServices, (error) => {
    throw error
  }).createApp('console')
  await app.init()
  await app.boot()
  await app.start(() => {})
  const logger = await app.container.make('logger')
  logger.level = verbose ? 'warn' : 'silent'
  return app
}
