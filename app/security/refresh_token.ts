import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'

/** The purposes of keys that sign refresh tokens: each refuses tokens of the other. */
export type RefreshAudience = 'refresh token' | 'studio session'

export interface RefreshClaim {
  sessionId: number
  generation: number
  signature: string
}

/** `<session>.<generation>.<HMAC>`. Forgery needs the session's secret (database) and the key (elsewhere). */
export function refreshToken(
  session: { id: number; generation: number; secret: string },
  key: KeyObject
): string {
  const { id, generation, secret } = session
  return `${id}.${generation}.${sign(`${id}.${generation}`, secret, key)}`
}

/** Parses a refresh token without verifying it; null if malformed. */
export function readRefreshToken(token: string): RefreshClaim | null {
  const match = /^([1-9]\d{0,14})\.([1-9]\d{0,8})\.([\w-]{43})$/.exec(token)
  if (!match) return null
  return { sessionId: Number(match[1]), generation: Number(match[2]), signature: match[3] }
}

/** Whether this installation made the token for this session, in any generation. */
export function isGenuine(claim: RefreshClaim, secret: string, key: KeyObject): boolean {
  const expected = sign(`${claim.sessionId}.${claim.generation}`, secret, key)
  return timingSafeEqual(Buffer.from(expected), Buffer.from(claim.signature))
}

function sign(claim: string, secret: string, key: KeyObject) {
  return createHmac('sha256', key).update(`${secret}.${claim}`).digest('base64url')
}
