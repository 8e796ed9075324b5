import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { RowKind } from '#cli/moving/archive/kinds'
import type { Batch, Counts, Message } from '#cli/moving/import/batch'
import { floorsNow } from '#cli/moving/import/sequences'
import type { Source } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'

/** How far an import is, as the database keeps it. */
export interface Progress {
  id: number
  /** The number of entries that are done. */
  position: number
  counts: Partial<Record<RowKind, Counts>>
  /** The number of kept messages. */
  messages: number
  languages: Set<string>
}

type Begun = Progress & { floors: Record<string, number> }

export async function begun({ format, id, digest }: Source): Promise<Begun> {
  const floors = await floorsNow()
  const { rows } = await db.rawQuery(
    `insert into imports (format, source, digest, floors)
     values (:format, :source, :digest, :floors::jsonb) returning id`,
    { format, source: id, digest, floors: JSON.stringify(floors) }
  )
  return { id: rows[0].id, position: 0, counts: {}, messages: 0, languages: new Set(), floors }
}

/** @throws Failure without an unfinished import of this source */
export async function resumed({ format, digest }: Source): Promise<Begun> {
  const { rows } = await db.rawQuery(
    `select id, position, counts, floors,
       (select count(*)::int from import_messages where import_id = imports.id) as messages
     from imports where digest = :digest and format = :format and ended_at is null
     order by id desc limit 1`,
    { digest, format }
  )
  if (!rows[0]) {
    throw new Failure('not_found', 'There is no unfinished import of it: go without --resume')
  }
  const languages = await db.rawQuery('select distinct language from posts')
  return {
    ...rows[0],
    languages: new Set(languages.rows.map(({ language }: { language: string }) => language)),
  }
}

/** Moves the position on in the transaction of a batch. @throws Failure if another run goes on with this import */
export async function advance(
  client: TransactionClientContract,
  { id, ...before }: Progress,
  { counts, messages }: Batch,
  position: number
) {
  const { rowCount } = await client.rawQuery(
    `update imports set position = :position, counts = :counts::jsonb, updated_at = now()
     where id = :id and position = :before and ended_at is null`,
    { id, before: before.position, position, counts: JSON.stringify(counts) }
  )
  if (rowCount === 0) throw new Failure('conflict', 'Another run goes on with this import')
  if (messages.length > 0) await keep(messages, { id, ...before }, client)
}

async function keep(all: Message[], progress: Progress, client: TransactionClientContract) {
  const rows = all.map(({ kind, place, isRefusal, message }, index) => ({
    ...{ import_id: progress.id, number: progress.messages + index + 1 },
    ...{ kind, place, is_refusal: isRefusal, message },
  }))
  await client.rawQuery(
    `insert into import_messages select * from json_populate_recordset(null::import_messages, ?::json)`,
    [JSON.stringify(rows)]
  )
}
