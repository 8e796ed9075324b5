import db from '@adonisjs/lucid/services/db'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import { actOnJob, findJob, type Job } from '#queries/jobs/jobs'
import type { Origin } from '#domain/moderation'

/** Cancels a waiting job; a running one finishes its turn. @throws NotFoundException, ConflictException */
export default class CancelJob {
  async handle({ id, origin }: { id: string; origin: Origin }): Promise<Job> {
    return db.transaction(async (client) => {
      const before = await findJob(id, { client, isLocked: true })
      if (!before) throw new NotFoundException('job')
      const { rowCount } = await client.rawQuery(
        `update jobs.job set state = 'cancelled', completed_on = now()
         where id = :id and state in ('created', 'retry', 'active')`,
        { id }
      )
      if (rowCount === 0) throw new ConflictException(`The job is ${before.state} already.`)
      const job = (await findJob(id, { client }))!
      await AuditEntry.record(await actOnJob('job.cancel', before, job, client), origin, client)
      return job
    })
  }
}
