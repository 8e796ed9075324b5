import { randomBytes } from 'node:crypto'
import type { Role } from '#domain/roles'
import { Client } from '#tests/resilience/support/client'
import type { Deployment } from '#tests/resilience/support/deployment'

/** A user name that nobody has. */
export const freshName = (prefix = 'u') => `${prefix}_${randomBytes(6).toString('hex')}`

/** Somebody of a role, signed in. */
export async function person(deployment: Deployment, role: Role = 'member') {
  const client = new Client(deployment.plaza.port)
  const name = freshName(role)
  const account = await client.signUp(name)
  if (role === 'member') return account
  await deployment.postgres.query('update users set role = $1 where id = $2', [role, account.id])
  // Another worker may have been asked about this session already; of a new one nobody was.
  return { ...account, ...(await client.signIn(name, account.password)) }
}
