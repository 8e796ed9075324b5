import type { Transport } from '#cli/transports/transport'
import type { Output } from '#cli/output/output'
import type { Column } from '#cli/output/table'
import { columns as auditColumns } from '#cli/subjects/audit'
import { minute, moment, section, term } from '#cli/subjects/texts'

export const path = '/admin/users'

export const columns: Column[] = [
  { title: 'Id', text: ({ id }) => id, align: 'right' },
  { title: 'User', text: ({ username }) => `@${username}` },
  { title: 'Role', text: ({ role }) => role },
  { title: 'Status', text: ({ status }) => status },
  { title: 'Posts', text: (user) => user.posts_count, align: 'right' },
  { title: 'Reports', text: (user) => user.reports_count, align: 'right' },
  { title: 'Joined', text: (user) => minute(user.created_at), isTime: true },
  { title: 'E-mail', text: ({ email }) => email, elastic: true },
]

export const sessionColumns: Column[] = [
  { title: 'Id', text: ({ id }) => id, align: 'right' },
  { title: 'Address', text: (session) => session.address },
  { title: 'Last used', text: (session) => minute(session.last_used_at), isTime: true },
  { title: 'Client', text: (session) => session.user_agent, elastic: true },
]

/** The user's sessions and last sanctions. */
export async function related(transport: Transport, address: string, { id }: { id: number }) {
  const { body: sessions } = await transport.request('GET', `${address}/sessions`)
  const { body: sanctions } = await transport.request('GET', '/admin/audit', {
    query: { subject: id, limit: 20 },
  })
  return { sessions, sanctions }
}

export function view(user: any, output: Output): string {
  const { sessions = [], sanctions = [] } = user
  return [
    output.pairs([
      ['Id', user.id],
      ['User', `@${user.username}`],
      ['Name', user.display_name],
      ['E-mail', user.email],
      ['Role', user.role],
      ['System user', user.os_user],
      ['Status', user.status],
      ['Silenced', term(user.silenced, user.silenced_until, output)],
      ['Suspended', term(user.suspended, user.suspended_until, output)],
      ['Joined', moment(user.created_at)],
      ['Changed', moment(user.updated_at)],
      ['Posts', user.posts_count],
      ['Comments', user.comments_count],
      ['Reports', user.reports_count],
      ['Removals', user.removals_count],
      ['Bio', user.bio],
    ]),
    section('Sessions', sessions.length > 0 ? output.table(sessions, sessionColumns) : ''),
    section('Sanctions', sanctions.length > 0 ? output.table(sanctions, auditColumns) : ''),
  ].join('')
}
