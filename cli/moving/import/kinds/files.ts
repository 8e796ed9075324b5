import type { Batch, Item } from '#cli/moving/import/batch'
import { insert } from '#cli/moving/import/insert'
import type { Row } from '#cli/moving/import/source'
import { readMediaPath } from '#cli/moving/archive/media_paths'
import { nameHere, nameOfPath } from '#cli/moving/media_names'
import { mediaQueue } from '#queue/queues'
import { counted } from '#domain/counted'

const columns = [
  ...['sha256', 'kind', 'status', 'failure', 'content_type', 'bytes', 'width', 'height'],
  ...['placeholder', 'barred_at', 'created_at'],
]

/** A content that is here stays as it is. One without its bytes is refused. */
export async function importFiles(batch: Batch, items: Item[]) {
  const known = await batch.query<{ sha256: string; status: string }>(
    'select sha256, status from media_files where sha256 = any(:digests)',
    { digests: items.map(({ row }) => row.sha256) }
  )
  const statuses = new Map(known.map(({ sha256, status }) => [sha256, status]))
  const present = items.filter(({ row }) => statuses.has(row.sha256))
  for (const item of present) batch.settle(item, 'already_there')
  const fresh = items.filter(({ row }) => !statuses.has(row.sha256))
  const bytes = await bytesHere(batch, fresh)
  const fit = fresh.filter((item) => isFit(batch, item, bytes))
  const rows = fit.map((item) => ({ item, values: item.row }))
  const made = await insert(batch, { table: 'media_files', columns, key: ['sha256'] }, rows)
  for (const { item } of made) batch.settle(item, 'created')
  const waiting = present.filter(({ row }) => statuses.get(row.sha256) === 'processing')
  await writeVariants(batch, [...made.map(({ item }) => item), ...waiting.map(announced)])
}

const pathOf = ({ row }: Item, { file }: Row) => `${row.sha256}/${file}`

async function bytesHere(batch: Batch, items: Item[]): Promise<Map<string, Row>> {
  const names = items.flatMap((item) =>
    item.row.variants.flatMap((variant: Row) => nameOfPath(pathOf(item, variant)) ?? [])
  )
  const rows = await batch.query(
    'select name, sha256, bytes from imported_bytes where name = any(:names)',
    { names }
  )
  return new Map(rows.map((row) => [row.name, row]))
}

/** A picture that waits for its copies may have the name of its master before the bytes. */
const isAnnounced = ({ row }: Item, { file, sha256 }: Row) =>
  sha256 === null && row.status === 'processing' && file.startsWith('master.')

const announced = (item: Item): Item => {
  const variants = item.row.variants.filter((variant: Row) => isAnnounced(item, variant))
  return { ...item, row: { ...item.row, variants } }
}

const isWhole = ({ file }: Row) => /^(?:master|original)\./.test(file)

/** Refuses a file without its bytes. Smaller copies that the archive does not have are left out. */
function isFit(batch: Batch, item: Item, bytes: ReadonlyMap<string, Row>): boolean {
  const { row } = item
  const lost = row.variants.filter((one: Row) => one.sha256 === null && !isAnnounced(item, one))
  const wrong = lost.some(isWhole) ? 'the archive has no bytes of it' : wrongBytes(item, bytes)
  if (wrong) batch.refuse(item, wrong)
  else if (lost.length > 0) {
    row.variants = row.variants.filter((one: Row) => !lost.includes(one))
    batch.note(item, `the archive has no bytes of ${counted(lost.length, 'copy', 'copies')} of it`)
  }
  return !wrong
}

function wrongBytes(item: Item, bytes: ReadonlyMap<string, Row>): string | undefined {
  const { status, variants } = item.row
  if (status !== 'failed' && !variants.some(isWhole)) return 'it has no bytes'
  for (const variant of variants) {
    if (variant.sha256 === null) continue
    const path = pathOf(item, variant)
    const found = bytes.get(nameOfPath(path) ?? '')
    if (!found) return `its bytes are missing: media/${path}`
    if (found.sha256 !== variant.sha256 || found.bytes !== variant.bytes) {
      return `its bytes are not those of their digest: media/${path}`
    }
  }
  return undefined
}

/** Their names here follow from their digests. Pictures without copies are queued. */
async function writeVariants(batch: Batch, items: Item[]) {
  if (items.length === 0) return
  const files = await batch.query<{ id: number; sha256: string; status: string }>(
    'select id, sha256, status from media_files where sha256 = any(:digests)',
    { digests: items.map(({ row }) => row.sha256) }
  )
  const ids = new Map(files.map(({ id, sha256 }) => [sha256, id]))
  const rows = items.flatMap((item) =>
    item.row.variants.map((variant: Row) => {
      const path = readMediaPath(pathOf(item, variant))!
      const [crop, x, y] = path.purpose === 'crop' ? path.parts : []
      return {
        ...variant,
        name: nameHere(path),
        file_id: ids.get(item.row.sha256),
        purpose: path.purpose,
        ...{ crop: crop ?? null, focal_x: x ?? null, focal_y: y ?? null },
      }
    })
  )
  await batch.query(
    `insert into media_variants
       (name, file_id, purpose, content_type, bytes, width, height, crop, focal_x, focal_y)
     select name, file_id, purpose, content_type, bytes, width, height, crop, focal_x, focal_y
     from json_populate_recordset(null::media_variants, :rows::json)
     on conflict do nothing`,
    { rows: JSON.stringify(rows) }
  )
  const processing = files.filter(({ status }) => status === 'processing')
  const jobs = processing.map(({ id }) => ({ work: 'file' as const, id }))
  await mediaQueue.sendAll(jobs, { client: batch.client })
}
