import db from '@adonisjs/lucid/services/db'
import { UserFactory } from '#database/factories/user_factory'
import { mailQueue } from '#queue/queues'

/** Queues a mail that needs no event. @returns its id */
export async function queuedMail(): Promise<string> {
  const { id } = await UserFactory.create()
  const job = { kind: 'password_changed', id } as const
  return (await mailQueue.send(job, { client: db.connection() }))!
}

/** A mail whose last try failed. @returns its id */
export async function failedMail(message = 'The mail server answered "451 Later".') {
  const id = await queuedMail()
  await db
    .from('jobs.job')
    .where({ id })
    .update({ state: 'failed', retry_count: 20, completed_on: new Date(), output: { message } })
  return id
}
