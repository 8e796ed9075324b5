import db from '@adonisjs/lucid/services/db'
import SessionsEnded from '#events/sessions_ended'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import SecurityEvent from '#models/security_event'
import Session, { type SessionParts } from '#models/session'
import { keyFor } from '#security/keys'
import { isGenuine, readRefreshToken, type RefreshAudience } from '#security/refresh_token'
import type { Source } from '#domain/security_event'

interface RefreshSessionInput {
  token: string
  /** Seconds without a refresh until the session ends. */
  lifetime: number
  source: Source
  audience?: RefreshAudience
}

/**
 * Rotates the refresh token. A used token returns the current one for a few seconds; later it counts as stolen and
 * ends the session. @throws InvalidTokenException
 */
export default class RefreshSession {
  async handle({
    token,
    lifetime,
    source,
    audience = 'refresh token',
  }: RefreshSessionInput): Promise<SessionParts> {
    const claim = readRefreshToken(token)
    if (!claim) throw new InvalidTokenException('The refresh token is malformed')

    const outcome = await db.transaction(async (client) => {
      const session = await Session.query({ client })
        .where('id', claim.sessionId)
        .forUpdate()
        .first()
      if (!session || session.isExpired) return 'ended'
      if (!isGenuine(claim, session.secret, keyFor(audience))) return 'ended'

      if (claim.generation === session.generation) return session.rotate(lifetime)
      if (session.isInGrace(claim.generation)) return session
      await session.delete()
      await SecurityEvent.record('refresh_token_reused', { userId: session.userId, source }, client)
      return 'reused'
    })

    if (outcome === 'reused') {
      await SessionsEnded.dispatch([claim.sessionId])
      throw new InvalidTokenException('The refresh token was used before: the session has ended')
    }
    if (outcome === 'ended') throw new InvalidTokenException('The session has ended')
    return outcome.parts
  }
}
