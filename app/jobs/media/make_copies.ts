import db from '@adonisjs/lucid/services/db'
import logger from '@adonisjs/core/services/logger'
import { keepCopies } from '#jobs/media/keep_copies'
import { pointsOf } from '#jobs/media/make_crops'
import { deleteBytes, insertVariants, keepVariant, type VariantRow } from '#jobs/media/variants'
import { mayDeleteBytes } from '#media/bytes_lock'
import type { MadeFile, PictureError } from '#media/libvips'
import { keyOf, storage } from '#media/storage'
import { mediaQueue } from '#queue/queues'
import type { MediaFailure } from '#domain/media'

/** A picture that ended so many processes is not tried again. */
const MAX_ATTEMPTS = 3

interface Picture {
  id: number
  sha256: string
  attempts: number
  /** The name of the upload. */
  original: string
}

/** Makes master, copies, crops and placeholder of an uploaded picture, and then deletes the upload. */
export async function makeCopies(id: number): Promise<void> {
  const picture = await begin(id)
  if (!picture) return deleteOriginal(id)
  if (picture.attempts > MAX_ATTEMPTS) return fail(picture, 'given_up')
  // It is loaded where pictures are processed, and nowhere else: libvips takes 30 MB.
  const [libvips, { masterOf }] = await Promise.all([
    import('#media/libvips'),
    import('#media/masters'),
  ])
  const { sha256, original } = picture
  const made: VariantRow[] = []
  try {
    const master = await masterOf(await storage.bytes(keyOf(original)))
    made.push(await keepVariant({ sha256, purpose: 'master' }, master.file))
    const placeholder = await keepCopies(picture, master.picture, made)
    await finish(picture, { made, master: master.file, placeholder })
  } catch (error) {
    if (!(error instanceof libvips.PictureError)) {
      // The storage or the database was away: the picture is not the cause.
      await db
        .from('media_files')
        .where({ id })
        .decrement('attempts')
        .catch(() => {})
      throw error
    }
    await fail(picture, (error as PictureError).failure, error.cause)
    await deleteBytes(made)
  }
}

/** Counts the attempt before it begins, since it may end the process. @returns undefined if nothing waits */
async function begin(id: number): Promise<Picture | undefined> {
  const { rows } = await db.rawQuery(
    `update media_files set attempts = attempts + 1 where id = :id and status = 'processing'
     returning id, sha256, attempts, (
       select name from media_variants where file_id = media_files.id and purpose = 'original'
     ) as original`,
    { id }
  )
  return rows[0]
}

interface Made {
  made: VariantRow[]
  master: MadeFile
  placeholder: string
}

async function finish({ id }: Picture, { made, master, placeholder }: Made): Promise<void> {
  const isKept = await db.transaction(async (client) => {
    const { rowCount } = await client.rawQuery(
      `update media_files set status = 'ready', content_type = :contentType, bytes = :bytes,
         width = :width, height = :height, placeholder = :placeholder
       where id = :id and status = 'processing'`,
      {
        id,
        contentType: master.contentType,
        bytes: master.content.length,
        width: master.width,
        height: master.height,
        placeholder,
      }
    )
    if (rowCount === 0) return false
    await client
      .from('media_variants')
      .where('file_id', id)
      .whereNot('purpose', 'original')
      .delete()
    await insertVariants(id, made, client)
    const have = new Set(made.map(({ focal_x: x, focal_y: y }) => `${x} ${y}`))
    const missing = (await pointsOf(id, client)).filter(({ x, y }) => !have.has(`${x} ${y}`))
    await mediaQueue.sendAll(
      missing.map(({ x, y }) => ({
        work: 'crops' as const,
        id,
        x: Math.round(x * 1000),
        y: Math.round(y * 1000),
      })),
      { client }
    )
    return true
  })
  if (isKept) await deleteOriginal(id)
  else if (!(await db.from('media_files').where({ id }).first())) await deleteBytes(made)
}

/** Its row goes after its bytes, so that a killed process forgets none. While files are copied, it waits for `pruneMedia`. */
export const deleteOriginal = (id: number): Promise<void> =>
  db.transaction(async (client) => {
    if (!(await mayDeleteBytes(client))) return
    const rows = await client
      .from('media_variants')
      .join('media_files', 'media_files.id', 'media_variants.file_id')
      .where({ 'file_id': id, 'purpose': 'original', 'media_files.kind': 'image' })
      .whereNot('media_files.status', 'processing')
      .select('name')
    await deleteBytes(rows)
    if (rows.length === 0) return
    await client
      .from('media_variants')
      .whereIn(
        'name',
        rows.map(({ name }) => name)
      )
      .delete()
  })

async function fail({ id, sha256 }: Picture, failure: MediaFailure, cause?: unknown) {
  logger.info({ sha256, failure, err: cause }, 'media: a picture can not be processed')
  await db
    .from('media_files')
    .where({ id, status: 'processing' })
    .update({ status: 'failed', failure })
  // An import names the master before it is made.
  await db.from('media_variants').where({ file_id: id, purpose: 'master' }).delete()
  await deleteOriginal(id)
}
