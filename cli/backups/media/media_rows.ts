import type pg from 'pg'

const BATCH_ROWS = 1000

/** A file that the database names. */
export interface MediaRow {
  name: string
  bytes: number
}

/** The files that a database names, in the order of their names, as in a list. The client must be in a transaction. */
export async function* mediaRows(client: pg.Client): AsyncGenerator<MediaRow> {
  const { rows: found } = await client.query(
    `select to_regclass('public.media_variants') is not null as there`
  )
  if (!found[0].there) return
  await client.query(
    `declare media_rows no scroll cursor for
     select name, bytes from public.media_variants order by name collate "C"`
  )
  for (let count = BATCH_ROWS; count === BATCH_ROWS;) {
    const { rows } = await client.query(`fetch ${BATCH_ROWS} from media_rows`)
    for (const { name, bytes } of rows) yield { name, bytes: Number(bytes) }
    count = rows.length
  }
  await client.query('close media_rows')
}
