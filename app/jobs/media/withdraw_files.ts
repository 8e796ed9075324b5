import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { publicLinks } from '#media/public_links'
import { hiddenNames } from '#queries/media/find_file'

const BATCH_ROWS = 100

interface Withdrawal {
  id: number
  file_id: number
}

/** Takes the links of files back that readers may see no more, so that Nginx does not serve them. @returns rows */
export async function withdrawFiles(): Promise<number> {
  const { rows } = await db.rawQuery('select from media_withdrawals limit 1')
  if (rows.length === 0) return 0
  let total = 0
  for (let count = BATCH_ROWS; count === BATCH_ROWS; total += count) count = await withdrawBatch()
  return total
}

const withdrawBatch = (): Promise<number> =>
  db.transaction(async (client) => {
    const { rows } = await client.rawQuery(
      `select id, file_id from media_withdrawals order by id limit ${BATCH_ROWS} for update skip locked`
    )
    const busy = await lockFiles(rows, client)
    const due = (rows as Withdrawal[]).filter((row) => !busy.has(row.file_id))
    const fileIds = due.map((row) => row.file_id)
    // Another statement sees what was published before the lock.
    for (const name of await hiddenNames(fileIds, client)) await publicLinks.remove(name)
    await client
      .from('media_withdrawals')
      .whereIn(
        'id',
        due.map(({ id }) => id)
      )
      .delete()
    return due.length
  })

/** Against new links. @returns the files that another transaction has locked: they wait for the next turn */
async function lockFiles(rows: Withdrawal[], client: TransactionClientContract) {
  const { rows: busy } = await client.rawQuery(
    `with locked as materialized (
       select id from media_files where id = any(:fileIds) order by id for no key update skip locked
     )
     select id from media_files where id = any(:fileIds) and id not in (select id from locked)`,
    { fileIds: rows.map((row) => row.file_id) } as Record<string, any>
  )
  return new Set(busy.map(({ id }: { id: number }) => id))
}
