import db from '@adonisjs/lucid/services/db'
import type { ReadEntry } from '#cli/moving/import/import_batch'

/** Tables whose ids are kept where they are free. */
const tables = ['users', 'media', 'posts', 'comments', 'collections'] as const

/** The last ids that the sequences gave. */
export async function floorsNow(): Promise<Record<string, number>> {
  const last = tables.map(
    (table) =>
      `(select case when is_called then last_value else 0 end from ${table}_id_seq) as ${table}`
  )
  const { rows } = await db.rawQuery(`select ${last.join(', ')}`)
  return rows[0]
}

/**
 * Moves the sequences beyond ids that are kept, before these are written. The lock keeps out writers that have taken a
 * number and not yet written their row.
 */
export async function advanceSequences(entries: ReadEntry[]) {
  const most = new Map<string, number>()
  for (const { entry, row, wrong } of entries) {
    const table = tables.find((one) => one === entry.kind)
    if (!table || wrong || entry.isNote) continue
    // Groups of translations have numbers of the sequence of posts.
    most.set(table, Math.max(most.get(table) ?? 0, row.id, row.translation_group ?? 0))
  }
  for (const [table, id] of most) {
    await db.transaction(async (client) => {
      const { rows } = await client.rawQuery(`select last_value from ${table}_id_seq`)
      if (rows[0].last_value >= id) return
      await client.rawQuery(`lock table ${table} in share row exclusive mode`)
      await client.rawQuery(
        `select setval('${table}_id_seq', greatest(last_value, :id)) from ${table}_id_seq`,
        { id }
      )
    })
  }
}
