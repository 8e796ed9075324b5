import User from '#models/user'
import { lastMoment } from '#domain/moderation'
import type { Actor } from '#domain/roles'

/** Somebody as whom the command line may act, or may not: that is for the caller to see. */
export interface StaffAccount extends Actor {
  username: string
  isSuspended: boolean
  /** Milliseconds since 1970; null for who may write. */
  silencedUntil: number | null
}

/** Who is named by an id, `@username` or e-mail; null for nobody. */
export async function accountNamed(reference: string): Promise<StaffAccount | null> {
  return shape(await User.withReference(reference))
}

/** The staff account that is linked to an operating-system user. */
export async function accountLinkedTo(osUser: string): Promise<StaffAccount | null> {
  return shape(await staff().where('osUser', osUser).first())
}

/** The staff, as far as a person can choose from a list. */
export async function staffAccounts(): Promise<StaffAccount[]> {
  return (await staff().orderBy('role').orderBy('id').limit(50)).map((user) => shape(user)!)
}

export async function hasAdmin(): Promise<boolean> {
  return (await User.query().where('role', 'admin').select('id').first()) !== null
}

const staff = () => User.query().whereNot('role', 'member')

function shape(user: User | null): StaffAccount | null {
  if (!user) return null
  const { id, username, role, isSuspended, isSilenced, silencedUntil } = user
  const until = silencedUntil?.toMillis() ?? lastMoment
  return { id, username, role, isSuspended, silencedUntil: isSilenced ? until : null }
}
