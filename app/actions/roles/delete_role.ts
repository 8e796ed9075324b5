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
  name: string
  /** The new role of its users. */
  successor?: string
  reason?: string
  unlessStale: (revision: Date) => void
  dryRun?: boolean
}

/** Keeps a statement well within its timeout. */
const MAX_BATCH_ROWS = 2000

/**
 * Deletes a role and gives its users the successor.
 * @throws NotFoundException, E_AUTHORIZATION_FAILURE, ValidationException,
 * ConflictException if the role is built in, or in use without a successor
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

  /** The actor must be allowed to create and to give this role. */
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

/** The role's row is locked, so no user gets it meanwhile. @returns the number of moved users */
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
