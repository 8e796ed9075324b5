import { plain, type Operation } from '#openapi/operation'
import { page, read } from '#openapi/operations/staff_reads'
import { listMailsValidator, mailInUrlValidator, showMailValidator } from '#validators/mails'

export const mailOperations: Record<string, Operation> = {
  'admin.mails.index': page(
    'Mail',
    'List the mails of the outbox',
    'Newest first: what waits, failed, or was sent in the last 14 days.',
    listMailsValidator
  ),
  'admin.mails.show': read(
    'Mail',
    'Read a mail of the outbox',
    'Its kind and target, and the last answer of the mail server. Neither its recipient nor its text is kept.',
    { path: mailInUrlValidator, query: showMailValidator, problems: ['not_found'] }
  ),
  'admin.mails.retries.store': {
    summary: 'Send a mail once more',
    description:
      'Queues a mail that failed or was cancelled, with all its tries. The audit log has `job.retry`.',
    path: mailInUrlValidator,
    problems: ['not_found', 'conflict', 'silenced'],
    answers: { 200: plain('Mail') },
  },
}
