import db from '@adonisjs/lucid/services/db'
import type { Message } from '#cli/moving/import/batch'
import type { Receipt } from '#cli/moving/import/run_import'

const PAGE_ROWS = 1000

/** The refused rows and the notes of an import, in the order of their places. */
export async function* messagesOf({ id, messages }: Receipt): AsyncGenerator<Message[]> {
  if (id === null) {
    yield messages
    return
  }
  for (let after = 0; ;) {
    const rows = await db
      .from('import_messages')
      .where('import_id', id)
      .where('number', '>', after)
      .orderBy('number')
      .limit(PAGE_ROWS)
    if (rows.length === 0) return
    after = rows.at(-1).number
    yield rows.map(({ is_refusal: isRefusal, kind, place, message }) => ({
      ...{ kind, place, message, isRefusal },
    }))
  }
}
