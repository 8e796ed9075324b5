import { shape, type ShapeOf } from '#resources/definition/shape'
import { arrayOf, boolean, integer, oneOf, text, time } from '#resources/definition/members'
import { permissionNames, type Permission } from '#domain/permissions'

export const roleShape = shape({
  name: text({ example: 'night-watch' }),
  rank: integer({
    description: 'Staff act only on users of a lower rank. Only admins have rank 2.',
    among: [0, 1, 2],
  }),
  permissions: arrayOf(oneOf(permissionNames), {
    description: 'What its users may do: see `GET /admin/permissions`.',
    example: ['reports.handle'],
  }),
  is_built_in: boolean({ description: 'Whether it came with Plaza, and stays.', example: false }),
  created_at: time(),
  updated_at: time(),
})

interface StoredRole {
  name: string
  rank: number
  grants: ReadonlySet<Permission>
  isBuiltIn: boolean
  createdAt: { toJSDate(): Date }
  updatedAt: { toJSDate(): Date }
}

export const shownRole = (role: StoredRole): ShapeOf<typeof roleShape> => ({
  name: role.name,
  rank: role.rank as 0 | 1 | 2,
  permissions: [...role.grants],
  is_built_in: role.isBuiltIn,
  created_at: role.createdAt.toJSDate().toISOString(),
  updated_at: role.updatedAt.toJSDate().toISOString(),
})
