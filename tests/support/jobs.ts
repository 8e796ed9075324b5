import app from '@adonisjs/core/services/app'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { handlers } from '#jobs/handlers'
import { Consumer, type ConsumerOptions } from '#queue/consumer'
import { eventually } from '#tests/support/eventually'

/** Runs jobs in this process, as the process of jobs does. */
export async function startConsumer(options: Partial<ConsumerOptions> = {}): Promise<Consumer> {
  const { connectionString } = config.get<{ connectionString: string }>(
    'database.connections.postgres.connection'
  )
  const logger = await app.container.make('logger')
  const isPaused = async () => false
  const consumer = new Consumer({ connectionString, handlers, logger, isPaused, ...options })
  consumer.start()
  return consumer
}

/** The jobs that wait or run, oldest first. */
export const openJobs = () =>
  db.from('jobs.job').whereIn('state', ['created', 'retry', 'active']).orderBy(['created_on', 'id'])

/** Runs all that is queued until nothing is left. */
export async function runJobs(): Promise<void> {
  const consumer = await startConsumer()
  try {
    const isDone = async () => (await openJobs()).length === 0
    await eventually(isDone, { within: 90_000, what: 'all jobs are done' })
  } finally {
    await consumer.stop()
  }
}
