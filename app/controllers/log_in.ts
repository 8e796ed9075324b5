import type { HttpContext } from '@adonisjs/core/http'
import type OpenSession from '#actions/sessions/open_session'
import { prove } from '#auth/credentials'
import { throttledLogin } from '#limits/login_throttle'
import type { SessionParts } from '#models/session'
import { findCredentials } from '#queries/users/find_credentials'
import { normaliseIdentifier } from '#domain/identifier'
import { logInValidator } from '#validators/users'

/**
 * Opens a session for the name and the password in the body, within the limits of failed logins.
 *
 * @param lifetime seconds without a refresh until the session ends
 */
export async function logIn(
  { request, response }: HttpContext,
  openSession: OpenSession,
  lifetime: number
): Promise<SessionParts> {
  const { username, password } = await request.validateBody(logInValidator)
  const identifier = normaliseIdentifier(username)
  const address = request.ip()
  const known = await findCredentials(identifier)
  return throttledLogin(
    { identifier, address, setHeaders: (headers) => response.headers(headers) },
    () => prove(known, password),
    (user) =>
      openSession.handle({ user, address, userAgent: request.header('user-agent'), lifetime })
  )
}
