import db from '@adonisjs/lucid/services/db'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import { actOnJob, findJob, type Job } from '#queries/jobs/jobs'
import { wake } from '#queue/queue'
import type { Origin } from '#domain/moderation'

/** @throws NotFoundException, ConflictException if the job is not failed or cancelled, or has a queued duplicate */
export default class RetryJob {
  async handle({ id, origin }: { id: string; origin: Origin }): Promise<Job> {
    return db.transaction(async (client) => {
      const before = await findJob(id, { client, isLocked: true })
      if (!before) throw new NotFoundException('job')
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
      if (rows.length === 0) throw new ConflictException(refusalOf(before))
      await client.rawQuery(`select ${wake}`, { name: before.queue })
      const job = (await findJob(id, { client }))!
      await AuditEntry.record(await actOnJob('job.retry', before, job, client), origin, client)
      return job
    })
  }
}

const refusalOf = ({ state }: Job) =>
  state === 'failed' || state === 'cancelled'
    ? 'Another job that does the same waits or runs.'
    : `The job is ${state}: only a failed or cancelled one can be retried.`
