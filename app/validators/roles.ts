import vine from '@vinejs/vine'
import { permissionNames } from '#domain/permissions'
import { roleNames, unknownRole } from '#queries/roles/find_role'
import { reason, yes } from '#validators/rules'

const shape = () => vine.string().regex(/^[a-z0-9_-]{1,30}$/)

const existing = vine.createRule(
  async (value, _, field) => {
    if (!field.isValid || typeof value !== 'string' || (await roleNames()).has(value)) return
    const { detail, rule } = unknownRole(field.getFieldPath())
    field.report(detail, rule, field)
  },
  { isAsync: true }
)

export const roleName = () => shape().use(existing())

const rank = () => vine.number({ strict: true }).withoutDecimals().range([0, 1])

const permissions = () =>
  vine.array(vine.enum(permissionNames)).distinct().maxLength(permissionNames.length)

export const roleInUrlValidator = vine.create({ role: shape() })

export const createRoleValidator = vine.create({
  name: shape(),
  rank: rank(),
  permissions: permissions(),
  reason: reason().optional(),
  dry_run: yes().optional(),
})

export const updateRoleValidator = vine.create({
  name: shape().optional(),
  rank: vine.number({ strict: true }).withoutDecimals().range([0, 2]).optional(),
  permissions: permissions().optional(),
  reason: reason().optional(),
  dry_run: yes().optional(),
})

export const deleteRoleValidator = vine.create({
  successor: roleName().optional(),
  reason: reason().optional(),
  dry_run: vine.enum(['true', 'false'] as const).optional(),
})
