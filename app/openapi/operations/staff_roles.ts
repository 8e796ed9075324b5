import { created, nothing, plain, resource, takes, type Operation } from '#openapi/operation'
import { all, read } from '#openapi/operations/staff_reads'
import {
  createRoleValidator,
  deleteRoleValidator,
  roleInUrlValidator,
  updateRoleValidator,
} from '#validators/roles'

export const roleOperations: Record<string, Operation> = {
  'admin.permissions.index': all(
    'Permission',
    'List all permissions',
    'What each lets a user do, and which built-in roles have it.'
  ),
  'admin.roles.index': all(
    'Role',
    'List all roles',
    'The lowest rank first. For `roles.manage` or `users.manage`.'
  ),
  'admin.roles.show': read('Role', 'Read a role', 'Named as users have it.', {
    path: roleInUrlValidator,
  }),
  'admin.roles.store': {
    summary: 'Create a role',
    description:
      'Out of permissions that you have yourself, with a rank below your own. With `dry_run` all is checked and nothing kept.',
    body: takes(createRoleValidator, {
      name: 'night-watch',
      rank: 1,
      permissions: ['comments.write', 'votes.cast', 'reports.handle'],
    }),
    problems: ['conflict', 'silenced'],
    answers: { 200: plain('Role'), 201: created('Role', ['ETag']) },
  },
  'admin.roles.update': {
    summary: 'Change a role',
    description:
      'Its rank or its permissions. It counts within a second. The name stays, and the rank of a built-in role too.',
    path: roleInUrlValidator,
    body: takes(updateRoleValidator, { permissions: ['comments.write', 'votes.cast'] }),
    problems: ['conflict', 'silenced'],
    answers: { 200: resource('Role') },
  },
  'admin.roles.destroy': {
    summary: 'Delete a role',
    description: 'Its users get the `successor`. A built-in role stays.',
    path: roleInUrlValidator,
    query: deleteRoleValidator,
    problems: ['conflict', 'silenced'],
    answers: { 204: nothing },
  },
}
