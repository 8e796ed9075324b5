import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { linkTo } from '#mail/links'
import type { Row } from '#resources/definition/line'
import { invite, type NewInvite } from '#resources/invite'

const { Invite } = invite.views

/** The only answer with a token itself. */
export async function showNewInvite(
  { id, token }: { id: number; token: string | null },
  client: QueryClientContract
): Promise<NewInvite> {
  const form = Invite.form()
  const { rows } = await client.rawQuery(`select ${form.select} from invites where id = :id`, {
    id,
  })
  const shown = form.read<Omit<NewInvite, 'token' | 'url'>>(rows[0] as Row)
  return { ...shown, token, url: token === null ? null : linkTo('invite', token) }
}
