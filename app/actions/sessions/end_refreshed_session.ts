import SessionsEnded from '#events/sessions_ended'
import Session from '#models/session'
import { keyFor } from '#security/keys'
import { isGenuine, readRefreshToken, type RefreshAudience } from '#security/refresh_token'

/** Ends the session of a refresh token of any generation. Without a session it does nothing. */
export default class EndRefreshedSession {
  async handle(token: string, audience: RefreshAudience): Promise<void> {
    const claim = readRefreshToken(token)
    const session = claim && (await Session.find(claim.sessionId))
    if (!session || !isGenuine(claim, session.secret, keyFor(audience))) return
    await session.delete()
    await SessionsEnded.dispatch([session.id])
  }
}
