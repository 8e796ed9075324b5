import db from '@adonisjs/lucid/services/db'
import { reserveMedia } from '#actions/media/reserve_media'
import PayloadTooLargeException from '#exceptions/payload_too_large_exception'
import { MAX_UPLOAD_BYTES, RESUMABLE_HOURS } from '#domain/media'

interface BeginUploadInput {
  userId: number
  /** Of the whole file. */
  bytes: number
  /** What the client says of it, as in `Upload-Metadata`. */
  metadata: string | null
}

/** Makes room for a file that comes in parts. @returns its id @throws PayloadTooLargeException, QuotaExceededException */
export default class BeginUpload {
  handle({ userId, bytes, metadata }: BeginUploadInput): Promise<number> {
    if (bytes > MAX_UPLOAD_BYTES) throw PayloadTooLargeException.of(MAX_UPLOAD_BYTES)
    return db.transaction(async (client) => {
      const id = await reserveMedia({ userId, bytes }, client)
      const expiresAt = client.raw(`now() + interval '${RESUMABLE_HOURS} hours'`)
      await client
        .table('resumable_uploads')
        .insert({ media_id: id, bytes, metadata, expires_at: expiresAt })
      return id
    })
  }
}
