import db from '@adonisjs/lucid/services/db'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { session } from '#resources/session'

/** Last used first. @param askingId the current session */
export async function listSessions(
  userId: number,
  askingId: number,
  asked: AskedMembers = {}
): Promise<object[]> {
  const form = session.views.Session.form(asked)
  const { rows } = await db.rawQuery(
    `select ${form.select} from sessions cross join (select :askingId::bigint as id) as asking
     where user_id = :userId and expires_at > now()
     order by last_used_at desc, sessions.id desc`,
    { userId, askingId }
  )
  return rows.map((row: Row) => form.read(row))
}
