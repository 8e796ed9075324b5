import db from '@adonisjs/lucid/services/db'
import type { Actor } from '#support/roles'

/** Somebody as whom the command line may act, or may not: that is for the caller to see. */
export interface StaffAccount extends Actor {
  username: string
  suspended: boolean
}

const columns = [
  'id',
  'username',
  'role',
  db.raw('suspended_at is not null and coalesce(suspended_until > now(), true) as suspended'),
]

const accounts = () => db.from('users').select(columns)

/** Who is named by an id, `@username` or e-mail; null for nobody. */
export function accountNamed(reference: string): Promise<StaffAccount | null> {
  if (/^\d{1,15}$/.test(reference)) return accounts().where('id', reference).first()
  const [column, value] = reference.startsWith('@')
    ? ['username', reference.slice(1)]
    : ['email', reference]
  return accounts().whereRaw(`lower(${column}) = lower(?)`, [value]).first()
}

/** The staff account that is linked to an operating-system user. */
export function accountLinkedTo(osUser: string): Promise<StaffAccount | null> {
  return accounts().whereNot('role', 'member').where('os_user', osUser).first()
}

/** The staff who may act, as far as a person can choose from a list. */
export function staffAccounts(): Promise<StaffAccount[]> {
  return accounts().whereNot('role', 'member').orderBy('role').orderBy('id').limit(50)
}

export async function hasAdmin(): Promise<boolean> {
  return (await db.from('users').where('role', 'admin').select('id').first()) !== null
}
