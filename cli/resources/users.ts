import type { Transport } from '#cli/transports/transport'
import type { Output } from '#cli/output/output'
import { columns as auditColumns } from '#cli/resources/audit'
import { columnsOf, detailsOf, type Texts } from '#cli/resources/shape'
import { section, term } from '#cli/resources/texts'
import { session } from '#resources/session'
import { user } from '#resources/user'

export const path = '/admin/users'

const { StaffUser } = user.views

const texts: Texts = { username: ({ username }) => `@${username}` }

export const columns = columnsOf(StaffUser, texts)

export const sessionColumns = columnsOf(session.views.Session)

export async function related(transport: Transport, address: string, { id }: { id: number }) {
  const { body: sessions } = await transport.request('GET', `${address}/sessions`)
  const { body: sanctions } = await transport.request('GET', '/admin/audit', {
    query: { subject: id, limit: 20 },
  })
  return { sessions, sanctions }
}

export function view(row: any, output: Output): string {
  const { sessions = [], sanctions = [] } = row
  return [
    detailsOf(StaffUser, row, output, {
      ...texts,
      silenced: ({ silenced, silenced_until: until }) => term(silenced, until, output),
      suspended: ({ suspended, suspended_until: until }) => term(suspended, until, output),
    }),
    section('Sessions', sessions.length > 0 ? output.table(sessions, sessionColumns) : ''),
    section('Sanctions', sanctions.length > 0 ? output.table(sanctions, auditColumns) : ''),
  ].join('')
}
