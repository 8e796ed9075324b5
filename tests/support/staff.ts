import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import User from '#models/user'
import type { Origin } from '#domain/moderation'
import type { Role } from '#domain/roles'

export const reason = 'It breaks the rules of the square.'

/** Somebody of each role, in this order; without a password that could be proved, and so made at once. */
export async function people(...roles: Role[]): Promise<User[]> {
  const rows = roles.map((role) => {
    const username = `${role}_${randomBytes(6).toString('hex')}`
    return { username, email: `${username}@example.org`, password: 'none', role }
  })
  const made: { id: number }[] = await db.table('users').multiInsert(rows).returning('id')
  const users = await User.findMany(made.map(({ id }) => id))
  return users.sort((a, b) => a.id - b.id)
}

interface Deed extends Record<string, unknown> {
  /** A row, or a user as people name one. */
  on: { id: number } | string
}

/** Acts through the API. */
export const act = (client: ApiClient, actor: User, action: string, { on, ...more }: Deed) =>
  client
    .post('/admin/actions')
    .loginAs(actor)
    .json({ action, target_id: typeof on === 'string' ? on : on.id, reason, ...more })

/** Reports through the API, as somebody new. */
export async function report(client: ApiClient, target_type: string, { id }: { id: number }) {
  const [reporter] = await people('member')
  const fields = { target_type, target_id: id, reason: 'spam' }
  const response = await client.post('/reports').loginAs(reporter).json(fields)
  response.assertStatus(201)
  return response.body() as { id: number }
}

/** Where an act comes from that goes through neither transport. */
export const originOf = ({ id: actorId }: { id: number }): Origin => ({
  actorId,
  transport: 'job',
  osUser: null,
  host: null,
  requestId: null,
})

/** An open report on a target, from nobody, whatever state that is in. */
export const reportOf = (targetType: string, targetId: number) =>
  db.table('reports').insert({ target_type: targetType, target_id: targetId, reason: 'spam' })
