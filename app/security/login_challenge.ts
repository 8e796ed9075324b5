import { createHmac, randomBytes } from 'node:crypto'
import { keyFor } from '#security/keys'

/** 256 random bits, as 43 characters. */
export const newLoginChallenge = () => randomBytes(32).toString('base64url')

export const digestOfChallenge = (challenge: string): string =>
  createHmac('sha256', keyFor('login challenge')).update(challenge).digest('base64url')
