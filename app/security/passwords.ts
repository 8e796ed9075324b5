import { normalise } from '#domain/text'

/**
 * A password as it is hashed: NFC, since one keyboard sends `é` as one character and another one as two.
 */
export const normalisePassword = (password: string) => normalise(password, 'NFC')

/** The spellings in which a password is tried: as it is hashed, and as typed for what was hashed before. */
export const spellingsOf = (password: string) => [
  ...new Set([normalisePassword(password), password]),
]
