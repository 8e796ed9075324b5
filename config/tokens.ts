import env from '#start/env'
import type { TokenLifetimes } from '#auth/jwt_guard'
import { parseSigningKeys } from '#security/signing_keys'

/** Newest first: the first key signs, all verify. */
export const signingKeys = parseSigningKeys(env.get('JWT_KEYS').release())

export const lifetimes: TokenLifetimes = {
  access: env.get('JWT_LIFETIME'),
  session: env.get('SESSION_LIFETIME'),
}
