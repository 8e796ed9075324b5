import type { MailKind } from '#domain/mail'

/** A mail before it has words: whom it goes to, and what its texts are filled with. */
export interface Letter {
  kind: MailKind | 'test'
  /** Such as `password_changed`: which texts it has, if not those of its kind. */
  texts?: string
  to: string
  /** A BCP 47 tag; null: the language of the site. */
  language: string | null
  /** How the reader is greeted; null without a name. */
  name: string | null
  /** The address of its button. */
  link?: string
  /** Whether it asks its reader to confirm the address: a dead address gets it too. */
  isConfirmation?: boolean
  values: Record<string, string | number | Date>
}

/** A mail in words. */
export interface Mail {
  kind: Letter['kind']
  to: string
  subject: string
  text: string
  html: string
  link?: string
}
