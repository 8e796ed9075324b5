import { createHmac } from 'node:crypto'
import { keyFor } from '#security/keys'

export type LinkPurpose =
  'reset' | 'confirm sign-up' | 'confirm e-mail' | 'change e-mail' | 'undo e-mail change' | 'invite'

/** No two rows share a nonce, not even in a restored database. */
interface LinkedRow {
  id: number
  nonce: string
}

/** The token of a link: 43 characters that lead to the row. Only the reader of the mail has it. */
export const linkToken = (purpose: LinkPurpose, { id, nonce }: LinkedRow): string =>
  createHmac('sha256', keyFor('link')).update(`${purpose}\n${id}\n${nonce}`).digest('base64url')

export const digestOfLink = (token: string): string =>
  createHmac('sha256', keyFor('digest of a link')).update(token).digest('base64url')
