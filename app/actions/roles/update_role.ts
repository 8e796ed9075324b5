import { Bouncer } from '@adonisjs/bouncer'
import db from '@adonisjs/lucid/services/db'
import config from '@adonisjs/core/services/config'
import RolesChanged from '#events/roles_changed'
import ConflictException from '#exceptions/conflict_exception'
import ValidationException from '#exceptions/validation_exception'
import AuditEntry from '#models/audit_entry'
import type Role from '#models/role'
import RolePolicy from '#policies/role_policy'
import { findRole } from '#queries/roles/find_role'
import type { Origin } from '#domain/moderation'
import { permissionNames, withheld, type Permission } from '#domain/permissions'
import type { Actor } from '#domain/roles'

interface UpdateRoleInput {
  actor: Actor
  origin: Origin
  name: string
  changes: { name?: string; rank?: number; permissions?: Permission[] }
  reason?: string
  unlessStale: (revision: Date) => void
  dryRun?: boolean
}

/**
 * Workers apply it within a second. @throws NotFoundException, E_AUTHORIZATION_FAILURE, ConflictException,
 * ValidationException
 */
export default class UpdateRole {
  async handle({ actor, origin, name, changes, reason, unlessStale, dryRun }: UpdateRoleInput) {
    const role = await db.transaction(async (client) => {
      const found = await findRole(name, client, { isLocked: true })
      unlessStale(found.updatedAt.toJSDate())
      await this.#check(actor, found, changes)
      const before = factsOf(found)
      found.merge({
        rank: changes.rank ?? found.rank,
        permissions: storedOf(found, changes.permissions ?? (found.permissions as Permission[])),
      })
      const after = factsOf(found)
      const changed = Object.keys(after).filter((fact) => `${before[fact]}` !== `${after[fact]}`)
      if (changed.length > 0) {
        await found.save()
        const pick = (facts: Record<string, unknown>) =>
          Object.fromEntries(changed.map((fact) => [fact, facts[fact]]))
        const act = { action: 'role.update', targetType: 'role', targetId: found.id } as const
        const facts = { before: pick(before), after: { ...pick(after), name } }
        await AuditEntry.record({ ...act, reason, ...facts }, origin, client)
      }
      if (dryRun) await client.rollback()
      return found
    })
    if (!dryRun) await RolesChanged.dispatch()
    return role
  }

  async #check(actor: Actor, role: Role, { name, rank, permissions }: UpdateRoleInput['changes']) {
    const policy = new Bouncer(actor).with(RolePolicy)
    await policy.authorize('change', role)
    if (name !== undefined && name !== role.name) throw new ValidationException([fixedName])
    if (rank !== undefined && rank !== role.rank) {
      if (role.isBuiltIn) throw new ConflictException('The rank of a built-in role stays.')
      await policy.authorize('change', { rank })
    }
    const added = permissions?.filter((permission) => !role.permissions.includes(permission))
    await policy.authorize('grant', added ?? [])
  }
}

const factsOf = ({ rank, permissions }: Role): Record<string, unknown> => ({ rank, permissions })

/** Keeps the permissions that POSTING hides. */
function storedOf({ name, permissions }: Role, wanted: Permission[]): Permission[] {
  const kept = withheld(name, config.get('posting.mode'))
  return permissionNames.filter((permission) =>
    kept.includes(permission) ? permissions.includes(permission) : wanted.includes(permission)
  )
}

const fixedName = {
  pointer: '/name',
  rule: 'fixed',
  detail: 'name stays. Create another role, and delete this one with that as its successor.',
}
