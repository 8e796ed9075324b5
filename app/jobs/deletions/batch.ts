import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** Rows of one batch: few enough that a slow machine holds their locks for a moment only. */
export const MAX_ROWS = 200
/** Rows of one batch where each costs a new version of a post, with its place in every index. */
export const MAX_POSTS = 50

/** A part of the work in a transaction of its own, cut off and begun again at any time. @returns rows */
export type Batch = (id: number, client: TransactionClientContract) => Promise<number>

/**
 * Runs a batch. It gives way to a writer whose lock lasts, and may take longer than a request: on a
 * machine that is too slow for a request it would never end otherwise.
 */
export const runBatch = (batch: Batch, id: number): Promise<number> =>
  db.transaction(async (client) => {
    await client.rawQuery(`set local lock_timeout = '1s'; set local statement_timeout = '1min'`)
    return batch(id, client)
  })

/** A batch of one statement with the value `id`. */
export const statement =
  (text: string): Batch =>
  async (id, client) => {
    const { rowCount } = await client.rawQuery(text, { id })
    return rowCount
  }
