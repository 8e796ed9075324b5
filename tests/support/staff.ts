import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import User from '#models/user'
import type { Origin } from '#domain/moderation'
import type { Role } from '#tests/support/roles'

export const reason = 'It breaks the rules of the square.'

/** A user of each role, in this order, without a usable password, so that it is created quickly. */
export async function people(...roles: Role[]): Promise<User[]> {
  const rows = roles.map((role) => {
    const username = `${role}_${randomBytes(6).toString('hex')}`
    return { username, email: `${username}@example.org`, password: 'none', role }
  })
  const made: { id: number }[] = await db.table('users').multiInsert(rows).returning('id')
  const users = await User.withRole().whereIn(
    'id',
    made.map(({ id }) => id)
  )
  return users.sort((a, b) => a.id - b.id)
}

interface ActionInput extends Record<string, unknown> {
  /** A row, or the name of a user. */
  on: { id: number } | string
}

/** Takes a staff action through the API. */
export const act = (client: ApiClient, actor: User, action: string, { on, ...more }: ActionInput) =>
  client
    .post('/admin/actions')
    .loginAs(actor)
    .json({ action, target_id: typeof on === 'string' ? on : on.id, reason, ...more })

/** Reports through the API, as a new user. */
export async function report(client: ApiClient, target_type: string, { id }: { id: number }) {
  const [reporter] = await people('member')
  const fields = { target_type, target_id: id, reason: 'spam' }
  const response = await client.post('/reports').loginAs(reporter).json(fields)
  response.assertStatus(201)
  return response.body() as { id: number }
}

/** The source of an action that uses neither transport. */
export const originOf = ({ id: actorId }: { id: number }): Origin => ({
  actorId,
  transport: 'job',
  osUser: null,
  host: null,
  requestId: null,
})

/** An open report without a reporter, on a target in any state. */
export const reportOf = (targetType: string, targetId: number) =>
  db.table('reports').insert({ target_type: targetType, target_id: targetId, reason: 'spam' })
