import { normalise } from '#domain/text'

/** An e-mail address or user name as a key: NFKC, no invisible characters, one case, trimmed. */
export function normaliseIdentifier(identifier: string): string {
  return normalise(identifier, 'NFKC')
    .replace(/[\p{Cc}\p{Cf}\s]/gu, '')
    .toLowerCase()
}
