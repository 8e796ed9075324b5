import { shape } from '#resources/definition/shape'
import { arrayOf, oneOf, text } from '#resources/definition/members'
import { permissionNames, TOP_ROLE } from '#domain/permissions'

export const permissionShape = shape({
  name: oneOf(permissionNames),
  description: text({ example: 'Read, assign, resolve and dismiss reports' }),
  roles: arrayOf(text(), { description: 'The built-in roles that have it.', example: [TOP_ROLE] }),
})
