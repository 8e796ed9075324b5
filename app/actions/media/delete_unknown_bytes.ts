import db from '@adonisjs/lucid/services/db'
import { mayDeleteBytes } from '#media/bytes_lock'
import { keyOf, storage } from '#media/storage'
import { isUnknown } from '#queries/media/check_storage'

/**
 * Deletes what a process that was killed has left in the storage.
 * @returns whether it did: not while an export or a backup reads files, nor what has a row by now
 */
export default class DeleteUnknownBytes {
  handle(name: string): Promise<boolean> {
    return db.transaction(async (client) => {
      const may = (await mayDeleteBytes(client)) && (await isUnknown(name))
      if (may) await storage.delete(keyOf(name))
      return may
    })
  }
}
