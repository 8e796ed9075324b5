import { createHmac } from 'node:crypto'
import type { Batch, Item } from '#cli/moving/import/batch'
import { keyFor } from '#security/keys'

export type MappedKind = 'users' | 'media' | 'posts' | 'comments' | 'collections' | 'translations'

type SourceId = string | number

/** A name or an e-mail as an id is kept as a keyed digest, so that it ends with its account. */
const keyOf = (kind: MappedKind, id: SourceId) =>
  kind !== 'users' || typeof id === 'number' || /^\d+$/.test(id)
    ? String(id)
    : createHmac('sha256', keyFor('imported user')).update(id).digest('base64url')

/** @returns the ids here of rows that an import of the same source brought, by their ids there */
export async function idsHere(
  batch: Batch,
  kind: MappedKind,
  ids: (SourceId | null | undefined)[]
): Promise<Map<string, number>> {
  const asked = new Map<string, string>()
  for (const id of ids) {
    if (id !== null && id !== undefined) asked.set(keyOf(kind, id), String(id))
  }
  if (asked.size === 0) return new Map()
  const rows = await batch.query<{ source_id: string; row_id: number }>(
    `select source_id, row_id from imported_rows
     where source = :source and kind = :kind and source_id = any(:asked)`,
    { source: batch.terms.source, kind, asked: [...asked.keys()] }
  )
  return new Map(rows.map(({ source_id: key, row_id: row }) => [asked.get(key)!, row]))
}

/** Remembers which row here is which one at the source. */
export async function remember(
  batch: Batch,
  kind: MappedKind,
  pairs: Iterable<[SourceId, number]>
): Promise<void> {
  const all = [...pairs]
  if (all.length === 0) return
  await batch.query(
    `insert into imported_rows (source, kind, source_id, row_id)
     select :source::text, :kind::text, * from unnest(:theirs::text[], :ours::bigint[])
     on conflict do nothing`,
    {
      source: batch.terms.source,
      kind,
      theirs: all.map(([id]) => keyOf(kind, id)),
      ours: all.map(([, row]) => row),
    }
  )
}

/** Leaves out items whose rows are there, and counts them so. */
export async function leaveKnown(
  batch: Batch,
  kind: Exclude<MappedKind, 'translations'>,
  items: Item[]
): Promise<Item[]> {
  const known = await idsHere(
    batch,
    kind,
    items.map(({ row }) => row.id)
  )
  const same = await sameRows(
    batch,
    kind,
    items.filter(({ row }) => !known.has(String(row.id)))
  )
  await remember(
    batch,
    kind,
    [...same].map((id): [number, number] => [id, id])
  )
  const seen = new Set([...known.keys(), ...[...same].map(String)])
  return items.filter((item) => {
    const id = String(item.row.id)
    const isNew = !seen.has(id)
    if (!isNew) batch.settle(item, 'already_there')
    seen.add(id)
    return isNew
  })
}

/** A row with the id and the time of a row here is that row: the archive is of this Plaza, or of a copy of it. */
async function sameRows(batch: Batch, kind: MappedKind, items: Item[]): Promise<Set<number>> {
  if (!batch.terms.keepsIds || items.length === 0) return new Set()
  const rows = await batch.query<{ id: number }>(
    `select ${kind}.id from ${kind}
     join unnest(:ids::bigint[], :times::timestamptz[]) as asked (id, created_at)
       on asked.id = ${kind}.id and asked.created_at = ${kind}.created_at`,
    { ids: items.map(({ row }) => row.id), times: items.map(({ row }) => row.created_at) }
  )
  return new Set(rows.map(({ id }) => id))
}

/** Gives each item its id here: that of the source where it was never used, or a new one. */
export async function newIds(
  batch: Batch,
  kind: Exclude<MappedKind, 'translations'>,
  items: Item[]
): Promise<Map<Item, number>> {
  const { keepsIds, floors } = batch.terms
  const isFree = ({ row }: Item) => keepsIds && row.id > floors[kind]
  const kept = items.filter(isFree)
  const taken =
    kept.length === 0
      ? []
      : await batch.query<{ id: number }>(`select id from ${kind} where id = any(:ids)`, {
          ids: kept.map(({ row }) => row.id),
        })
  const isTaken = new Set(taken.map(({ id }) => id))
  const others = items.filter((item) => !isFree(item) || isTaken.has(item.row.id))
  const fresh = await nextIds(batch, kind, others.length)
  const given = new Map<Item, number>(kept.map((item) => [item, item.row.id]))
  for (const [index, item] of others.entries()) given.set(item, fresh[index])
  return given
}

export async function nextIds(batch: Batch, table: string, count: number): Promise<number[]> {
  if (count === 0) return []
  const rows = await batch.query<{ id: number }>(
    `select nextval('${table}_id_seq') as id from generate_series(1, :count::integer)`,
    { count }
  )
  return rows.map(({ id }) => id)
}
