import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { passkey } from '#resources/passkey'

const { Passkey } = passkey.views

/** Oldest first. */
export async function listPasskeys(userId: number, asked: AskedMembers = {}): Promise<object[]> {
  const form = Passkey.form(asked)
  const { rows } = await db.rawQuery(
    `select ${form.select} from passkeys where user_id = :userId order by passkeys.id`,
    { userId }
  )
  return rows.map((row: Row) => form.read(row))
}

/** @throws NotFoundException */
export async function showPasskey(id: number, userId: number): Promise<object> {
  const form = Passkey.form()
  const { rows } = await db.rawQuery(
    `select ${form.select} from passkeys where id = :id and user_id = :userId`,
    { id, userId }
  )
  if (rows.length === 0) throw new NotFoundException('passkey')
  return form.read(rows[0])
}
