import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { deleteBytes, insertVariants, keepVariant, type VariantRow } from '#jobs/media/variants'
import { mayDeleteBytes } from '#media/bytes_lock'
import type { Reduced } from '#media/copies'
import { keyOf, storage } from '#media/storage'
import { cropNames, type PictureFormat } from '#domain/media'

interface Point {
  x: number
  y: number
}

/** Of copies and crops. */
export const madeFormats = () => config.get<PictureFormat[]>('media.formats')

/** The focal points of all who have uploaded the file. */
export async function pointsOf(
  fileId: number,
  client: QueryClientContract = db.connection()
): Promise<Point[]> {
  const { rows } = await client.rawQuery(
    'select distinct focal_x as x, focal_y as y from media where file_id = :fileId order by 1, 2',
    { fileId }
  )
  return rows
}

/** Writes the bytes of all crops to a focal point. @returns their rows */
export async function keepCrops(
  sha256: string,
  reduced: Reduced,
  { x, y }: Point
): Promise<VariantRow[]> {
  const { cropsOf } = await import('#media/copies')
  const rows: VariantRow[] = []
  for (const crop of cropNames) {
    const more = { crop, focal_x: x, focal_y: y }
    const variant = { sha256, purpose: 'crop' as const, parts: [crop, x, y], more }
    for (const file of await cropsOf(reduced, crop, { x, y }, madeFormats())) {
      rows.push(await keepVariant(variant, file))
    }
  }
  return rows
}

/** Makes the crops of a finished picture to a focal point, and deletes those to points that no user has any more. */
export async function makeCrops(fileId: number, point: Point): Promise<void> {
  const file = await db
    .from('media_files')
    .join('media_variants', 'media_variants.file_id', 'media_files.id')
    .where({ 'media_files.id': fileId, 'status': 'ready', 'purpose': 'master' })
    .select('sha256', 'name', 'media_files.width', 'media_files.height')
    .first()
  if (!file) return
  const points = await pointsOf(fileId)
  const isWanted = points.some(({ x, y }) => x === point.x && y === point.y)
  if (isWanted && !(await hasCrops(fileId, point))) {
    const { reduce } = await import('#media/copies')
    const { sha256, name, ...size } = file
    const content = await storage.bytes(keyOf(name))
    const rows = await keepCrops(sha256, await reduce({ content, frames: 1, ...size }), point)
    const isKept = await db.transaction(async (client) => {
      const known = await client.from('media_files').where('id', fileId).forUpdate().first()
      if (!known) return false
      await insertVariants(fileId, rows, client)
      return true
    })
    if (!isKept) return deleteBytes(rows)
  }
  await deleteOthers(fileId)
}

async function hasCrops(fileId: number, { x, y }: Point): Promise<boolean> {
  const rows = await db
    .from('media_variants')
    .where({ file_id: fileId, purpose: 'crop', focal_x: x, focal_y: y })
  if (rows.length < cropNames.length * madeFormats().length) return false
  const found = await Promise.all(rows.map(({ name }) => storage.exists(keyOf(name))))
  return found.every(Boolean)
}

/** A text may have the address of a crop, so those of a file that is used stay. With the file locked, no user moves the focal point back meanwhile. */
const deleteOthers = (fileId: number): Promise<void> =>
  db.transaction(async (client) => {
    if (!(await mayDeleteBytes(client))) return
    await client.from('media_files').where('id', fileId).forUpdate().first()
    const { rows } = await client.rawQuery(
      `select name from media_variants where file_id = :fileId and purpose = 'crop'
         and (focal_x, focal_y) not in (
           select focal_x, focal_y from media where file_id = :fileId
         ) and not exists (select from media_uses where media_uses.file_id = :fileId)`,
      { fileId }
    )
    await deleteBytes(rows)
    await client
      .from('media_variants')
      .whereIn(
        'name',
        rows.map(({ name }: { name: string }) => name)
      )
      .delete()
  })
