import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { keepCopies } from '#jobs/media/keep_copies'
import { deleteBytes, insertVariants, type VariantRow } from '#jobs/media/variants'
import { keyOf, storage } from '#media/storage'

/**
 * Makes the copies of a finished picture from its master once more. Former copies stay, since texts may have their
 * addresses. @throws if the storage is away, or the master is lost
 */
export async function remakeCopies(id: number): Promise<void> {
  const file = await db
    .from('media_files')
    .join('media_variants', 'media_variants.file_id', 'media_files.id')
    .where({ 'media_files.id': id, 'status': 'ready', 'purpose': 'master' })
    .select('sha256', 'name', 'media_variants.width', 'media_variants.height')
    .first()
  if (!file) return
  const [{ pictureOf }, { PictureError }] = await Promise.all([
    import('#media/masters'),
    import('#media/libvips'),
  ])
  const made: VariantRow[] = []
  try {
    const picture = await pictureOf(await storage.bytes(keyOf(file.name)), file)
    const placeholder = await keepCopies({ id, sha256: file.sha256 }, picture, made)
    await keep(id, made, placeholder)
  } catch (error) {
    if (!(error instanceof PictureError)) throw error
    const { sha256 } = file
    logger.warn({ sha256, err: error }, 'media: the copies of a picture can not be made anew')
  }
}

async function keep(id: number, made: VariantRow[], placeholder: string): Promise<void> {
  const isKept = await db.transaction(async (client) => {
    const known = await client.from('media_files').where({ id }).forUpdate().first()
    if (!known) return false
    await insertVariants(id, made, client)
    await client.from('media_files').where({ id }).update({ placeholder })
    return true
  })
  if (!isKept) await deleteBytes(made)
}
