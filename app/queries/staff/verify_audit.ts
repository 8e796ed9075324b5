import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'

/** The entry before is missing, the chain does not match, or the entry was changed. */
export type Breach = 'missing' | 'unchained' | 'altered'

export interface Verdict {
  ok: boolean
  entries: number
  /** Digest of the last valid entry. A copy elsewhere shows later whether the log lost its end. */
  head: string
  first_broken: { id: number; why: Breach } | null
}

const BATCH_ENTRIES = 10_000

/** Verifies the audit log's chain up to its end or first breach. @param client for another database */
export async function verifyAudit(client: QueryClientContract = db.connection()): Promise<Verdict> {
  let head = '0'.repeat(64)
  for (let entries = 0; ;) {
    const { rows } = await client.rawQuery(statement, {
      after: entries,
      head,
      limit: BATCH_ENTRIES,
    })
    const { checked, broken, why, last_hash: lastHash } = rows[0]
    if (broken !== null) {
      const whole = await client
        .from('audit_entries')
        .select('hash')
        .where('id', broken - 1)
        .first()
      const first = { id: broken, why }
      return { ok: false, entries: broken - 1, head: whole?.hash ?? head, first_broken: first }
    }
    if (checked === 0) return { ok: true, entries, head, first_broken: null }
    entries += checked
    head = lastHash
  }
}

const statement = `
  with
    part as (
      select entry as whole, entry.id, entry.hash, entry.previous_hash,
        row_number() over (order by entry.id) + :after as expected_id,
        lag(entry.hash, 1, :head) over (order by entry.id) as expected_previous
      from audit_entries as entry
      where id in (select id from audit_entries where id > :after order by id limit :limit)
    ),
    broken as (
      select expected_id as id,
        case when id <> expected_id then 'missing'
          when previous_hash <> expected_previous then 'unchained' else 'altered' end as why
      from part
      where id <> expected_id or previous_hash <> expected_previous
        or hash <> audit_digest(whole)
      order by part.id limit 1
    )
  select (select count(*) from part) as checked,
    (select hash from part order by id desc limit 1) as last_hash,
    (select id from broken) as broken, (select why from broken) as why`
