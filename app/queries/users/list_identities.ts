import db from '@adonisjs/lucid/services/db'
import { identity } from '#resources/identity'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'

/** Oldest first. */
export async function listIdentities(userId: number, asked: AskedMembers = {}): Promise<object[]> {
  const form = identity.views.Identity.form(asked)
  const { rows } = await db.rawQuery(
    `select ${form.select} from identities where user_id = :userId order by identities.id`,
    { userId }
  )
  return rows.map((row: Row) => form.read(row))
}
