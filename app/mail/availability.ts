import config from '@adonisjs/core/services/config'
import type { Secret } from '@adonisjs/core/helpers'
import MailUnavailableException from '#exceptions/mail_unavailable_exception'

interface Mails {
  url?: Secret<string>
  /** In development, the folder that keeps mails. */
  folder?: string
}

export const mailsOf = () => config.get<Mails>('mail')

/** Whether mails are sent, or kept as files. */
export function sendsMails(): boolean {
  const { url, folder } = mailsOf()
  return url !== undefined || folder !== undefined
}

/** @throws MailUnavailableException */
export function refuseWithoutMail(): void {
  if (!sendsMails()) throw new MailUnavailableException()
}
