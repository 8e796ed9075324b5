import db from '@adonisjs/lucid/services/db'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import { findJob, type Job } from '#queries/jobs/jobs'

/** Cancels a waiting job; a running one finishes its turn. @throws NotFoundException, ConflictException */
export default class CancelJob {
  async handle({ id }: { id: string }): Promise<Job> {
    const { rowCount } = await db.rawQuery(
      `update jobs.job set state = 'cancelled', completed_on = now()
       where id = :id and state in ('created', 'retry', 'active')`,
      { id }
    )
    const job = await findJob(id)
    if (!job) throw new NotFoundException('job')
    if (rowCount === 0) throw new ConflictException(`The job is ${job.state} already.`)
    return job
  }
}
