import type { MailKind } from '#domain/mail'

/** A mail before it has words. */
export interface Letter {
  kind: MailKind | 'test'
  /** The texts, if not those of its kind: `password_changed`. */
  texts?: string
  to: string
  /** A BCP 47 tag; null: the language of the site. */
  language: string | null
  /** For the greeting; null without a name. */
  name: string | null
  /** The address of its button. */
  link?: string
  /** The address where its reader refuses more such mails (RFC 8058). */
  unsubscribe?: string
  /** Whether it asks its reader to confirm the address: such a mail goes to a dead address too. */
  isConfirmation?: boolean
  values: Record<string, string | number | Date>
}

export interface Mail {
  kind: Letter['kind']
  to: string
  subject: string
  text: string
  html: string
  link?: string
  unsubscribe?: string
}
