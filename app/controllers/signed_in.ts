import type { HttpContext } from '@adonisjs/core/http'
import type { SessionParts } from '#models/session'
import { ownProfile } from '#queries/users/show_profile'

export async function signedIn({ auth, response }: HttpContext, session: SessionParts) {
  const user = await ownProfile(session.userId)
  response.header('Cache-Control', 'no-store')
  return { ...(await auth.use('jwt').tokensOf(session)), user }
}
