import { normalise } from '#domain/text'

/** NFC, since keyboards send `é` as one character or as two. */
export const normalisePassword = (password: string) => normalise(password, 'NFC')

/** Normalised, and as typed for hashes from before normalisation. */
export const spellingsOf = (password: string) => [
  ...new Set([normalisePassword(password), password]),
]
