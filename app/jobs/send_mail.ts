import logger from '@adonisjs/core/services/logger'
import { letters } from '#jobs/mails/letters'
import { deliver } from '#mail/deliver'
import { MailFailure } from '#mail/mail_failure'
import { render } from '#mail/render'
import DeadEmail from '#models/dead_email'
import { mailDuration, mails } from '#observability/metrics'
import type { MailJob } from '#queue/queues'

/** Skips a mail whose cause is gone or whose address is dead. @throws MailFailure, to try it again */
export async function sendMail(job: MailJob, _signal: AbortSignal, id: string): Promise<void> {
  const { kind } = job
  const outcome = await attempt(job, id).catch((error) => {
    mails.inc({ kind, outcome: 'failed' })
    throw error
  })
  mails.inc({ kind, outcome })
}

async function attempt(job: MailJob, id: string): Promise<'sent' | 'needless' | 'undeliverable'> {
  const letter = await letters[job.kind](job.id)
  if (!letter) return 'needless'
  if (!letter.isConfirmation && (await DeadEmail.has(letter.to))) return 'undeliverable'
  const stopTimer = mailDuration.startTimer()
  try {
    await deliver(await render(letter), id)
    stopTimer()
    return 'sent'
  } catch (error) {
    if (!(error instanceof MailFailure && error.isDeadAddress)) throw error
    await DeadEmail.mark([letter.to])
    logger.warn({ ...job, err: error }, 'mail: the address is dead')
    return 'undeliverable'
  }
}
