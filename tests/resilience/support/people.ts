import { randomBytes } from 'node:crypto'
import { Client } from '#tests/resilience/support/client'
import type { Deployment } from '#tests/resilience/support/deployment'
import type { Role } from '#tests/support/roles'

/** An unused user name. */
export const freshName = (prefix = 'u') => `${prefix}_${randomBytes(6).toString('hex')}`

/** A signed-in user with a role. */
export async function person(deployment: Deployment, role: Role | 'watch' | 'desk' = 'member') {
  const client = new Client(deployment.plaza.port)
  const name = freshName(role)
  const account = await client.signUp(name)
  if (role === 'member') return account
  await deployment.postgres.query('update users set role = $1 where id = $2', [role, account.id])
  // Another worker may have cached this session already. No worker knows a new one.
  return { ...account, ...(await client.signIn(name, account.password)) }
}
