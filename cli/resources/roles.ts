import type { Output } from '#cli/output/output'
import type { Column } from '#cli/output/table'
import { moment } from '#cli/resources/texts'

export const path = '/admin/roles'

export const columns: Column[] = [
  { title: 'Role', text: ({ name }) => name },
  { title: 'Rank', text: ({ rank }) => rank, align: 'right' },
  { title: 'Built in', text: (role) => (role.is_built_in ? 'yes' : 'no') },
  { title: 'Permissions', text: ({ permissions }) => permissions.join(', '), elastic: true },
]

export const permissionColumns: Column[] = [
  { title: 'Permission', text: ({ name }) => name },
  { title: 'Built-in roles', text: ({ roles }) => roles.join(', ') },
  { title: 'What it allows', text: ({ description }) => description, elastic: true },
]

export const addressOf = (name: string) => `${path}/${encodeURIComponent(name)}`

export const view = (role: any, output: Output): string =>
  output.pairs([
    ['Role', role.name],
    ['Rank', role.rank],
    ['Built in', role.is_built_in ? 'yes' : 'no'],
    ['Permissions', role.permissions.join('\n')],
    ['Created', moment(role.created_at)],
    ['Changed', moment(role.updated_at)],
  ])
