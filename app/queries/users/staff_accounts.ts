import User from '#models/user'
import { lastMoment } from '#domain/moderation'
import { staffPermissions } from '#domain/permissions'
import type { Actor } from '#domain/roles'

/** The caller decides whether the command line may act as this account. */
export interface StaffAccount extends Actor {
  username: string
  role: string
  isSuspended: boolean
  /** Milliseconds since 1970; null: not silenced. */
  silencedUntil: number | null
}

/** By id, `@username` or e-mail. */
export async function accountNamed(reference: string): Promise<StaffAccount | null> {
  return shape(await User.withReference(reference, { withRole: true }))
}

export async function accountLinkedTo(osUser: string): Promise<StaffAccount | null> {
  return shape(await staff().where('osUser', osUser).first())
}

export async function staffAccounts(): Promise<StaffAccount[]> {
  return (await staff().orderByRaw(`${byRank} desc, id`).limit(50)).map((user) => shape(user)!)
}

export async function hasAdmin(): Promise<boolean> {
  return (await User.ofTopRank().select('id').first()) !== null
}

const staff = () =>
  User.withRole().whereIn('role', (roles) =>
    roles.from('roles').select('name').whereRaw('permissions && ?', [staffPermissions])
  )

const byRank = '(select rank from roles where roles.name = users.role)'

function shape(user: User | null): StaffAccount | null {
  if (!user) return null
  const { id, username, role, rank, permissions, isSuspended, isSilenced, silencedUntil } = user
  const until = silencedUntil?.toMillis() ?? lastMoment
  const account = { id, username, role, rank, permissions, isSuspended }
  return { ...account, silencedUntil: isSilenced ? until : null }
}
