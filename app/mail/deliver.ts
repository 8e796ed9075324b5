import config from '@adonisjs/core/services/config'
import logger from '@adonisjs/core/services/logger'
import type { SMTPTransport } from '@adonisjs/mail/transports/smtp'
import { mailsOf } from '#mail/availability'
import type { Mail } from '#mail/letter'
import { keepMail } from '#mail/mail_files'
import { failureOf, MailFailure } from '#mail/mail_failure'
import type { Sender } from '#mail/sender'
import { smtpOptions } from '#mail/smtp_options'

/** Above all timeouts of nodemailer, for a server that answers slowly but steadily. */
const MAX_SEND_MS = 60_000

/** RFC 8058: a mail program posts it when its reader unsubscribes. */
const ONE_CLICK = 'List-Unsubscribe=One-Click'

/**
 * Sends a mail, or keeps it as a file in development. @param id the same for each attempt: mail programs then show it
 * once. @throws MailFailure
 */
export async function deliver(mail: Mail, id: string): Promise<void> {
  const { url, folder } = mailsOf()
  if (url !== undefined) await inTime(send(url.release(), message(mail, id)))
  else if (folder !== undefined) await keep(folder, mail, id)
  else throw new MailFailure('No mail is sent, because MAIL_URL is not set.', 'EUNSET')
}

function message({ kind, to, subject, text, html, unsubscribe }: Mail, id: string) {
  const { from, site } = config.get<{ from: Sender; site: { name: string } }>('mail')
  const domain = from.address.split('@')[1]
  return {
    from: { name: from.name || site.name, address: from.address },
    to: [{ name: '', address: to }],
    subject,
    text,
    html,
    messageId: `<${id}@${domain}>`,
    headers: {
      'X-Plaza-Mail': kind,
      // No automatic answers (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe !== undefined && {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': ONE_CLICK,
      }),
    },
  }
}

type Message = ReturnType<typeof message>

let open: { url: string; transport: SMTPTransport } | undefined

async function send(url: string, mail: Message): Promise<void> {
  if (open?.url !== url) {
    // Only the process that sends mails loads it.
    const { SMTPTransport: Transport } = await import('@adonisjs/mail/transports/smtp')
    open = { url, transport: new Transport(smtpOptions(url)) }
  }
  await open.transport.send(mail).catch((error) => Promise.reject(failureOf(error)))
}

async function inTime(sending: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(
    () => reject(new MailFailure('The mail server took too long.', 'ETIMEDOUT')),
    MAX_SEND_MS
  )
  await Promise.race([sending, promise]).finally(() => clearTimeout(timer))
}

async function keep(folder: string, mail: Mail, id: string): Promise<void> {
  const { SMTPTransport: Transport } = await import('@adonisjs/mail/transports/smtp')
  const inMemory = { streamTransport: true, buffer: true } as object
  const { original } = await new Transport(inMemory as never).send(message(mail, id))
  await keepMail(folder, mail.kind, (original as unknown as { message: Buffer }).message)
  logger.info(`mail to ${mail.to}: ${[mail.subject, mail.link].filter(Boolean).join(' ')}`)
}
