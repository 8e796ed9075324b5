import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { personalToken, type NewPersonalToken } from '#resources/personal_token'

const { PersonalToken } = personalToken.views

/** Newest first, without expired ones. */
export async function listTokens(userId: number, asked: AskedMembers = {}): Promise<object[]> {
  const form = PersonalToken.form(asked)
  const { rows } = await db.rawQuery(
    `select ${form.select} from personal_tokens
     where user_id = :userId and expires_at > now() order by personal_tokens.id desc`,
    { userId }
  )
  return rows.map((row: Row) => form.read(row))
}

/** The only answer with the token itself. */
export async function showNewToken(
  { id, token }: { id: number; token: string },
  client: QueryClientContract
): Promise<NewPersonalToken> {
  const form = PersonalToken.form()
  const text = `select ${form.select} from personal_tokens where id = :id`
  const { rows } = await client.rawQuery(text, { id })
  return { ...form.read<Omit<NewPersonalToken, 'token'>>(rows[0]), token }
}
