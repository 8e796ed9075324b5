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
import type { Facts, Origin } from '#domain/moderation'
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

/** A slow machine must lock the users only for a moment. */
const MAX_BATCH_ROWS = 1000

/**
 * Deletes a role and gives its users the successor, in batches: one transaction over all would keep them from signing
 * in. @throws NotFoundException, E_AUTHORIZATION_FAILURE, ValidationException, ConflictException if the role is
 * built in, or in use without a successor
 */
export default class DeleteRole {
  async handle(input: DeleteRoleInput) {
    let moved = 0
    let isDeleted = false
    while (!isDeleted) {
      const step = await db.transaction((client) => this.#step(input, moved, client))
      moved += step.moved
      isDeleted = step.isDeleted
    }
    if (!input.dryRun) await RolesChanged.dispatch()
  }

  /** Moves a batch of users. The last batch deletes the role. */
  async #step(input: DeleteRoleInput, movedBefore: number, client: TransactionClientContract) {
    const { role, successor } = await this.#check(input, client)
    if (input.dryRun) {
      await client.rollback()
      return { moved: 0, isDeleted: true }
    }
    const moved = successor ? await moveBatch(role, successor, client) : 0
    const isDeleted = moved < MAX_BATCH_ROWS
    const after = successor ? { successor: successor.name } : {}
    if (isDeleted) {
      const total = successor ? { ...after, users_moved: movedBefore + moved } : after
      await this.#remove(role, total, input, client)
    } else if (movedBefore === 0) {
      // The request may end before the role is deleted.
      const act = { action: 'role.move_users', targetType: 'role', targetId: role.id } as const
      await AuditEntry.record({ ...act, reason: input.reason, after }, input.origin, client)
    }
    return { moved, isDeleted }
  }

  async #check(input: DeleteRoleInput, client: TransactionClientContract) {
    const { actor, name, unlessStale } = input
    const role = await findRole(name, client, { isLocked: true })
    unlessStale(role.updatedAt.toJSDate())
    if (role.isBuiltIn) throw new ConflictException('A built-in role stays.')
    await new Bouncer(actor).with(RolePolicy).authorize('change', role)
    const successor =
      input.successor === undefined ? null : await this.#successor(actor, input.successor, client)
    if (successor?.id === role.id) throw new ConflictException('A role can’t succeed itself.')
    if (!successor) await refuseInUse(role, client)
    return { role, successor }
  }

  async #remove(
    role: Role,
    after: Facts,
    { origin, reason }: DeleteRoleInput,
    client: TransactionClientContract
  ) {
    await role.delete()
    await IdempotencyKey.clearAnswers([`role:${role.id}`], client)
    const { id, name, rank, permissions } = role
    const act = { action: 'role.delete', targetType: 'role', targetId: id } as const
    const facts = { before: { name, rank, permissions }, after }
    await AuditEntry.record({ ...act, reason, ...facts }, origin, client)
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
async function moveBatch(role: Role, successor: Role, client: TransactionClientContract) {
  const isStaffRole = isStaff({ permissions: successor.grants })
  const { rowCount } = await client.rawQuery(
    `update users set role = :to, updated_at = now()${isStaffRole ? '' : ', os_user = null'}
     where id = any(array(
       select id from users where role = :from order by id limit ${MAX_BATCH_ROWS} for no key update
     ))`,
    { from: role.name, to: successor.name }
  )
  return rowCount as number
}
