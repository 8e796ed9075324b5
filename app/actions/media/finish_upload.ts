import db from '@adonisjs/lucid/services/db'
import { keepMedia } from '#actions/media/keep_media'
import ProblemException from '#exceptions/problem_exception'
import StorageUnavailableException from '#exceptions/storage_unavailable_exception'
import type { PartialFile } from '#media/resumable/partial_file'
import { isStorageFailure, resumableKey, storage } from '#media/storage'

interface FinishUploadInput {
  id: number
  userId: number
  name: string | null
  partial: PartialFile
}

/**
 * Keeps a file of which all parts have come. What may not be kept is deleted; after another failure, the last byte may
 * come again. @throws BarredMediaException, StorageUnavailableException
 */
export default class FinishUpload {
  async handle({ id, userId, name, partial }: FinishUploadInput): Promise<void> {
    const key = resumableKey(id)
    try {
      await keepMedia({ id, userId, key, file: { ...(await partial.measure()), name } })
      await db.from('resumable_uploads').where('media_id', id).delete()
    } catch (error) {
      if (isStorageFailure(error)) throw new StorageUnavailableException(error)
      if (error instanceof ProblemException) {
        await db.from('media').where({ id }).whereNull('file_id').delete()
        await storage.delete(key)
      }
      throw error
    }
  }
}
