import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** Few, so that a slow machine holds their locks only for a moment. */
export const MAX_ROWS = 200
/** Fewer, since each row costs a new version of a post and its entries in every index. */
export const MAX_POSTS = 50

/** A part of the work in its own transaction. It can be interrupted and repeated. @returns rows */
export type Batch = (id: number, client: TransactionClientContract) => Promise<number>

/** A batch gives way to a writer, but may take longer than a request: a slow machine would never finish. */
export const inBatch = <T>(work: (client: TransactionClientContract) => Promise<T>): Promise<T> =>
  db.transaction(async (client) => {
    await client.rawQuery(`set local lock_timeout = '1s'; set local statement_timeout = '1min'`)
    return work(client)
  })

export const runBatch = (batch: Batch, id: number): Promise<number> =>
  inBatch((client) => batch(id, client))

export const statement =
  (text: string): Batch =>
  async (id, client) => {
    const { rowCount } = await client.rawQuery(text, { id })
    return rowCount
  }
