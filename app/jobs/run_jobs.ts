import type { ApplicationService } from '@adonisjs/core/types'
import cache from '#cache/cache'
import { handlers } from '#jobs/handlers'
import { LeaderLock } from '#jobs/leader_lock'
import { MediaWithdrawer } from '#jobs/media/withdrawer'
import { schedule } from '#jobs/schedule'
import { Scheduler } from '#jobs/scheduler'
import { WebhookDeliverer } from '#jobs/webhooks/deliverer'
import { readOnly } from '#queries/system/read_only'
import { Consumer } from '#queue/consumer'

/** Runs jobs and scheduler in this process. @returns a function that ends both after the present work */
export async function runJobs(app: ApplicationService): Promise<() => Promise<void>> {
  const { connectionString } = app.config.get<{ connectionString: string }>(
    'database.connections.postgres.connection'
  )
  const logger = await app.container.make('logger')
  const isPaused = async () => (await readOnly()) !== null
  const scheduler = new Scheduler(new LeaderLock(connectionString), schedule, logger)
  const consumer = new Consumer({ connectionString, handlers, logger, isPaused })
  const deliverer = new WebhookDeliverer({ logger, isPaused })
  const withdrawer = new MediaWithdrawer({ logger, isPaused })
  await cache.open()
  scheduler.start()
  consumer.start()
  deliverer.start()
  withdrawer.start()
  return async () => {
    await Promise.all([scheduler, consumer, deliverer, withdrawer].map((one) => one.stop()))
  }
}
