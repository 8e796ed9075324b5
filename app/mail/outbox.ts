import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { sendsMails } from '#mail/availability'
import { mailQueue, type MailJob } from '#queue/queues'

/** Queues mails in the transaction of their cause. Without MAIL_URL there are none. */
export async function queueMails(jobs: MailJob[], client: QueryClientContract): Promise<void> {
  if (sendsMails()) await mailQueue.sendAll(jobs, { client })
}
