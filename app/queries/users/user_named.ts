import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import UnauthenticatedException from '#exceptions/unauthenticated_exception'
import User from '#models/user'
import type { Actor } from '#domain/roles'

/** By id, `@username` or `me`. @throws NotFoundException, UnauthenticatedException for `me` without a token */
export async function userNamed(
  reference: string,
  viewer: Actor | null,
  client?: QueryClientContract
): Promise<User> {
  const named = reference === 'me' ? String(signedIn(viewer).id) : reference
  const user = await User.withReference(named, { client })
  if (!user) throw new NotFoundException('user')
  return user
}

/** An id needs no query, and may not exist. @throws NotFoundException, UnauthenticatedException */
export async function idNamed(reference: string, viewer: Actor | null): Promise<number> {
  if (/^\d+$/.test(reference)) return Number(reference)
  if (reference === 'me') return signedIn(viewer).id
  return (await userNamed(reference, viewer)).id
}

function signedIn(viewer: Actor | null): Actor {
  if (viewer) return viewer
  throw new UnauthenticatedException()
}
