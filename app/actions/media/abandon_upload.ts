import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { resumableKey, storage } from '#media/storage'

/** Ends an upload of which not all has come. @throws NotFoundException for none, and once it is complete */
export default class AbandonUpload {
  async handle({ id, userId }: { id: number; userId: number }): Promise<void> {
    const { rowCount } = await db.rawQuery(
      `delete from media using resumable_uploads
       where media_id = media.id and media.id = :id and user_id = :userId and file_id is null`,
      { id, userId }
    )
    if (rowCount === 0) throw new NotFoundException('upload')
    await storage.delete(resumableKey(id))
  }
}
