import db from '@adonisjs/lucid/services/db'
import { keepMedia } from '#actions/media/keep_media'
import { reserveMedia } from '#actions/media/reserve_media'
import PayloadTooLargeException from '#exceptions/payload_too_large_exception'
import StorageUnavailableException from '#exceptions/storage_unavailable_exception'
import type { ReceivedFile } from '#media/receive_file'
import { incomingKey, isStorageFailure, storage } from '#media/storage'
import { MAX_ENVELOPE_BYTES, MAX_UPLOAD_BYTES } from '#domain/media'

interface UploadMediaInput {
  userId: number
  /** Bytes of the whole request; undefined if the client does not say. */
  length: number | undefined
  /** Writes the file to a key of the storage. */
  receive: (key: string, maxBytes: number) => Promise<ReceivedFile>
}

/**
 * Takes a file of a user. The row comes first, so that parallel uploads can't pass the quota; after a failure neither
 * row nor bytes are left. @returns the id @throws PayloadTooLargeException, QuotaExceededException, BarredMediaException
 * for what staff took, StorageUnavailableException
 */
export default class UploadMedia {
  async handle({ userId, length = MAX_UPLOAD_BYTES, receive }: UploadMediaInput): Promise<number> {
    if (length > MAX_UPLOAD_BYTES + MAX_ENVELOPE_BYTES) {
      throw PayloadTooLargeException.of(MAX_UPLOAD_BYTES)
    }
    const maxBytes = Math.min(length, MAX_UPLOAD_BYTES)
    const id = await db.transaction((client) => reserveMedia({ userId, bytes: maxBytes }, client))
    const key = incomingKey()
    try {
      const file = await receive(key, maxBytes)
      await keepMedia({ id, userId, key, file })
      return id
    } catch (error) {
      const row = db.from('media').where({ id }).whereNull('file_id')
      await Promise.allSettled([storage.delete(key), row.delete()])
      throw isStorageFailure(error) ? new StorageUnavailableException(error) : error
    }
  }
}
