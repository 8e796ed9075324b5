import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'

/** What a refresh token says: which session, and which of its tokens. */
export interface RefreshClaim {
  sessionId: number
  generation: number
  signature: string
}

/**
 * The refresh token of one generation of a session: `<session>.<generation>.<HMAC>`. It can be made
 * again, so that an answer that was lost is given again, and needs both the session's own secret
 * (in the database) and the key (not there), so that neither alone makes one.
 */
export function refreshToken(
  session: { id: number; generation: number; secret: string },
  key: KeyObject
): string {
  const { id, generation, secret } = session
  return `${id}.${generation}.${sign(`${id}.${generation}`, secret, key)}`
}

/** Reads a refresh token without trusting it; null when it is not one. */
export function readRefreshToken(token: string): RefreshClaim | null {
  const match = /^([1-9]\d{0,14})\.([1-9]\d{0,8})\.([\w-]{43})$/.exec(token)
  if (!match) return null
  return { sessionId: Number(match[1]), generation: Number(match[2]), signature: match[3] }
}

/** Whether the token was made here, for this session, be it the present one or an older one. */
export function isGenuine(claim: RefreshClaim, secret: string, key: KeyObject): boolean {
  const expected = sign(`${claim.sessionId}.${claim.generation}`, secret, key)
  return timingSafeEqual(Buffer.from(expected), Buffer.from(claim.signature))
}

function sign(claim: string, secret: string, key: KeyObject) {
  return createHmac('sha256', key).update(`${secret}.${claim}`).digest('base64url')
}
