import { Bouncer } from '@adonisjs/bouncer'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import RolesChanged from '#events/roles_changed'
import ConflictException from '#exceptions/conflict_exception'
import AuditEntry from '#models/audit_entry'
import IdempotencyKey from '#models/idempotency_key'
import type Role from '#models/role'
import RolePolicy from '#policies/role_policy'
import { findRole, lockedRole } from '#queries/roles/find_role'
import type { Origin } from '#domain/moderation'
import { isStaff, type Actor } from '#domain/roles'

interface DeleteRoleInput {
  actor: Actor
  origin: Origin
  /** Which role. */
  name: string
  /** The role that its users get. */
  successor?: string
  reason?: string
  unlessStale: (revision: Date) => void
  /** Whether all is checked and nothing is kept. */
  dryRun?: boolean
}

/** How many users one statement moves: well within the time of a statement. */
const MAX_BATCH_ROWS = 2000

/**
 * Deletes a role, and gives its users another one.
 *
 * @throws NotFoundException, E_AUTHORIZATION_FAILURE, ConflictException when it is built in, or in use
 *   and without a successor, ValidationException
 */
export default class DeleteRole {
  async handle({ actor, origin, name, reason, unlessStale, dryRun, ...rest }: DeleteRoleInput) {
    await db.transaction(async (client) => {
      const role = await findRole(name, client, { isLocked: true })
      unlessStale(role.updatedAt.toJSDate())
      if (role.isBuiltIn) throw new ConflictException('A built-in role stays.')
      await new Bouncer(actor).with(RolePolicy).authorize('change', role)
      const successor =
        rest.successor === undefined ? null : await this.#successor(actor, rest.successor, client)
      if (successor?.id === role.id) throw new ConflictException('A role can’t succeed itself.')

      const moved = successor ? await move(role, successor, client) : 0
      if (!successor) await refuseInUse(role, client)
      await role.delete()
      await IdempotencyKey.clearAnswers([`role:${role.id}`], client)
      const { id, rank, permissions } = role
      const act = { action: 'role.delete', targetType: 'role', targetId: id } as const
      const after = successor && { successor: successor.name, users_moved: moved }
      const facts = { before: { name, rank, permissions }, after: after ?? {} }
      await AuditEntry.record({ ...act, reason, ...facts }, origin, client)
      if (dryRun) await client.rollback()
    })
    if (!dryRun) await RolesChanged.dispatch()
  }

  /** A role that the actor could have made, and that the actor may give. */
  async #successor(actor: Actor, name: string, client: TransactionClientContract): Promise<Role> {
    const role = await lockedRole(name, '/query/successor', client)
    const policy = new Bouncer(actor).with(RolePolicy)
    await policy.authorize('change', role)
    await policy.authorize('assign', role)
    return role
  }
}

async function refuseInUse({ name }: Role, client: TransactionClientContract) {
  const user = await client.from('users').where('role', name).select('id').first()
  if (user) throw new ConflictException('Users have this role: name a successor for them.')
}

/** Nobody gets the role meanwhile: its row is locked. @returns how many users that were */
async function move(role: Role, successor: Role, client: TransactionClientContract) {
  const isStaffRole = isStaff({ permissions: successor.grants })
  for (let moved = 0; ;) {
    const { rowCount } = await client.rawQuery(
      `update users set role = :to, updated_at = now()${isStaffRole ? '' : ', os_user = null'}
       where id = any(array(
         select id from users where role = :from order by id limit ${MAX_BATCH_ROWS} for no key update
       ))`,
      { from: role.name, to: successor.name }
    )
    moved += rowCount
    if (rowCount < MAX_BATCH_ROWS) return moved
  }
}
