import { createHmac } from 'node:crypto'
import { keyFor } from '#security/keys'

/** A new version makes new names, where old ones were made in another way. */
const VERSION = 1

/**
 * The name of a file in its address: keyed, so that only APP_KEY leads from a content to its name.
 *
 * @param sha256 of the upload @param parts what this file is, such as `width 320`
 */
export function fileName(sha256: string, parts: (string | number)[], extension: string): string {
  const digest = createHmac('sha256', keyFor('media'))
    .update([VERSION, sha256, ...parts].join('\n'))
    .digest('base64url')
  return `${digest.slice(0, 32)}.${extension}`
}

/** 192 bits in base64url, and the ending of a type. */
export const fileNameShape = /^[A-Za-z0-9_-]{32}\.[a-z0-9]{2,5}$/
