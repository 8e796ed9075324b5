import db from '@adonisjs/lucid/services/db'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import { findJob, type Job } from '#queries/jobs/jobs'
import { wake } from '#queue/queue'

/**
 * Queues a failed or cancelled job again, with all its tries.
 * @throws NotFoundException, ConflictException if it is in another state or has a queued duplicate
 */
export default class RetryJob {
  async handle({ id }: { id: string }): Promise<Job> {
    await db.transaction(async (client) => {
      const { rows } = await client.rawQuery(
        `update jobs.job set state = 'created', retry_count = 0, priority = 0, started_on = null,
           completed_on = null, heartbeat_on = null, output = null, start_after = now()
         where id = :id and state in ('failed', 'cancelled') and not exists (
           select from jobs.job as other where other.name = job.name
             and other.singleton_key = job.singleton_key and other.state <= 'active'
         )
         returning name`,
        { id }
      )
      if (rows[0]) await client.rawQuery(`select ${wake}`, { name: rows[0].name })
      else await refuse(id)
    })
    return (await findJob(id))!
  }
}

async function refuse(id: string): Promise<never> {
  const job = await findJob(id)
  if (!job) throw new NotFoundException('job')
  throw new ConflictException(
    job.state === 'failed' || job.state === 'cancelled'
      ? 'Another job that does the same waits or runs.'
      : `The job is ${job.state}: only a failed or cancelled one can be retried.`
  )
}
