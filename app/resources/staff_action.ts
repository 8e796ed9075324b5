import { shape, type ShapeOf } from '#resources/definition/shape'
import { arrayOf, oneOf, text } from '#resources/definition/members'
import { targetTypes, type TargetType } from '#domain/moderation'
import { lowestRoleWith, permissionNames, type Permission } from '#domain/permissions'

export const staffActionShape = shape({
  name: text({ example: 'post.remove' }),
  description: text({ example: 'Take a post out of sight' }),
  target_type: oneOf(targetTypes),
  permission: oneOf(permissionNames, { description: 'The permission that it needs.' }),
  role: text({ description: 'The lowest built-in role that has it.' }),
  inverse: text({ nullable: true, description: 'What takes it back.', example: 'post.restore' }),
  takes: arrayOf(text(), {
    description: 'Its parameters beside target and reason.',
    example: ['until'],
  }),
})

interface Action {
  name: string
  description: string
  targetType: TargetType
  permission: Permission
  inverse: string | null
  takes: readonly string[]
}

export const shownAction = ({
  targetType,
  takes,
  ...action
}: Action): ShapeOf<typeof staffActionShape> => ({
  name: action.name,
  description: action.description,
  target_type: targetType,
  permission: action.permission,
  role: lowestRoleWith(action.permission),
  inverse: action.inverse,
  takes: takes.map((field) => (field === 'osUser' ? 'os_user' : field)),
})
