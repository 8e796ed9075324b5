import type { Batch, Item } from '#cli/moving/import/batch'
import { idsHere, leaveKnown, newIds, remember } from '#cli/moving/import/ids'
import { insert, type Insert } from '#cli/moving/import/insert'
import { mediaQueue } from '#queue/queues'

const columns = [
  ...['id', 'user_id', 'file_id', 'uploaded_bytes', 'name', 'alt', 'caption'],
  ...['focal_x', 'focal_y', 'used_at', 'set_aside_at', 'removed_at', 'created_at', 'updated_at'],
]

/** What users have said of files, and the pictures of new accounts. */
export async function importMedia(batch: Batch, items: Item[]) {
  const fresh = await leaveKnown(batch, 'media', items)
  const users = await idsHere(
    batch,
    'users',
    fresh.map(({ row }) => row.user_id)
  )
  const files = await filesHere(batch, fresh)
  const fit = fresh.filter((item) => {
    const { sha256, user_id: owner } = item.row
    if (!files.has(sha256)) batch.refuse(item, `there is no file ${sha256}`)
    else if (owner !== null && owner !== undefined && !users.has(String(owner))) {
      batch.refuse(item, `there is no user ${owner}`)
    } else return true
    return false
  })
  const ids = await newIds(batch, 'media', fit)
  const rows = fit.map((item) => ({
    item,
    values: {
      ...item.row,
      id: ids.get(item),
      user_id: users.get(String(item.row.user_id)) ?? null,
      file_id: files.get(item.row.sha256),
    },
  }))
  const made = await insert(batch, { table: 'media', columns }, rows)
  await remember(
    batch,
    'media',
    made.map(({ item, values }): [string | number, number] => [item.row.id, values.id!])
  )
  for (const { item } of made) batch.settle(item, 'created')
  for (const picture of ['avatar', 'header'] as const) await show(batch, picture, made)
  await queueCrops(batch, made)
}

async function filesHere(batch: Batch, items: Item[]): Promise<Map<string, number>> {
  const rows = await batch.query<{ id: number; sha256: string }>(
    'select id, sha256 from media_files where sha256 = any(:digests)',
    { digests: items.map(({ row }) => row.sha256) }
  )
  return new Map(rows.map(({ id, sha256 }) => [sha256, id]))
}

/** An account that was here before stays as it is. */
async function show(batch: Batch, picture: 'avatar' | 'header', rows: Insert[]) {
  const shown = rows.filter(({ item, values }) => item.row[picture] && values.user_id !== null)
  if (shown.length === 0) return
  await batch.query(
    `update users set ${picture}_id = media.id from media
     where media.id = any(:ids) and users.id = media.user_id and users.id > :floor`,
    { ids: shown.map(({ values }) => values.id), floor: batch.terms.floors.users }
  )
}

/** A picture that was here before may have no crops to this focal point. */
async function queueCrops(batch: Batch, rows: Insert[]) {
  const missing = await batch.query<{ id: number; x: number; y: number }>(
    `select distinct media.file_id as id, round(media.focal_x * 1000)::integer as x,
       round(media.focal_y * 1000)::integer as y
     from media join media_files on media_files.id = media.file_id
     where media.id = any(:ids) and media_files.kind = 'image' and media_files.status = 'ready'
       and not exists (
         select from media_variants where media_variants.file_id = media.file_id
           and purpose = 'crop' and (media_variants.focal_x, media_variants.focal_y)
             = (media.focal_x, media.focal_y)
       )`,
    { ids: rows.map(({ values }) => values.id) }
  )
  const jobs = missing.map((job) => ({ work: 'crops' as const, ...job }))
  await mediaQueue.sendAll(jobs, { client: batch.client })
}
