import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import User from '#models/user'
import type { Actor } from '#domain/roles'

/** By id, without erased accounts. */
export async function authorsOf(
  written: { id: number; userId: number | null }[],
  client: TransactionClientContract
): Promise<Map<number, Actor>> {
  const ids = new Set(written.flatMap(({ userId }) => (userId === null ? [] : [userId])))
  const users = await User.withRole(client).whereIn('id', [...ids])
  const byId = new Map(users.map((user) => [user.id, user]))
  return new Map(
    written.flatMap(({ id, userId }): [number, Actor][] => {
      const user = userId === null ? undefined : byId.get(userId)
      return user ? [[id, user]] : []
    })
  )
}
