import { createHmac } from 'node:crypto'
import { keyFor } from '#security/keys'

/** What a link in a mail does. */
export type LinkPurpose =
  'reset' | 'confirm sign-up' | 'confirm e-mail' | 'change e-mail' | 'undo e-mail change' | 'invite'

/** A row that a link is about. No two rows share a nonce, in a restored database neither. */
interface LinkedRow {
  id: number
  nonce: string
}

/** The token of a link: 43 characters that lead to the row, and that only the reader of the mail knows. */
export const linkToken = (purpose: LinkPurpose, { id, nonce }: LinkedRow): string =>
  createHmac('sha256', keyFor('link')).update(`${purpose}\n${id}\n${nonce}`).digest('base64url')

/** What the row keeps of its token. */
export const digestOfLink = (token: string): string =>
  createHmac('sha256', keyFor('digest of a link')).update(token).digest('base64url')
