import { normalise } from '#domain/text'

/**
 * One spelling for all that a person may type as e-mail or user name, so that they are counted as
 * one: compatibility forms folded (NFKC), without invisible characters, in one case, trimmed.
 */
export function normaliseIdentifier(identifier: string): string {
  return normalise(identifier, 'NFKC')
    .replace(/[\p{Cc}\p{Cf}\s]/gu, '')
    .toLowerCase()
}
