import { Bouncer } from '@adonisjs/bouncer'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import RolesChanged from '#events/roles_changed'
import ConflictException from '#exceptions/conflict_exception'
import { afterCommit } from '#db/after_commit'
import { violatedIndex } from '#db/errors'
import AuditEntry from '#models/audit_entry'
import Role from '#models/role'
import RolePolicy from '#policies/role_policy'
import type { Origin } from '#domain/moderation'
import { permissionNames, type Permission } from '#domain/permissions'
import type { Actor } from '#domain/roles'

interface CreateRoleInput {
  actor: Actor
  origin: Origin
  name: string
  rank: number
  permissions: Permission[]
  reason?: string
  dryRun?: boolean
  client: QueryClientContract
}

/** The actor must hold all its permissions. @throws E_AUTHORIZATION_FAILURE, ConflictException if the name is taken */
export default class CreateRole {
  async handle({ actor, origin, reason, dryRun, client, ...input }: CreateRoleInput) {
    const { name, rank } = input
    const permissions = permissionNames.filter((one) => input.permissions.includes(one))
    const fields = { name, rank, permissions }
    const policy = new Bouncer(actor).with(RolePolicy)
    await policy.authorize('change', fields)
    await policy.authorize('grant', permissions)
    const role = await client.transaction(async (trx) => {
      const made = await Role.create({ ...fields, isBuiltIn: false }, { client: trx }).catch(
        refuseTaken
      )
      const act = { action: 'role.create', targetType: 'role', targetId: made.id } as const
      await AuditEntry.record({ ...act, reason, after: fields }, origin, trx)
      if (dryRun) await trx.rollback()
      return made
    })
    if (!dryRun) await afterCommit(client, () => RolesChanged.dispatch())
    return role
  }
}

function refuseTaken(error: unknown): never {
  if (violatedIndex(error) !== 'roles_name_unique') throw error
  throw new ConflictException('There is a role of this name already.')
}
