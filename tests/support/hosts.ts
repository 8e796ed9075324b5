import db from '@adonisjs/lucid/services/db'
import cache from '#cache/cache'
import { UserFactory } from '#database/factories/user_factory'
import User from '#models/user'
import type { Permission } from '#domain/permissions'
import { rolesTag } from '#queries/users/account_state'

/** A user of a role of its own, which has these permissions. */
export async function host(role: string, permissions: Permission[], { rank = 0 } = {}) {
  await db.table('roles').insert({ name: role, rank, permissions })
  await cache.invalidate(rolesTag)
  const { id } = await UserFactory.merge({ role }).create()
  return User.withRole().where({ id }).firstOrFail()
}
