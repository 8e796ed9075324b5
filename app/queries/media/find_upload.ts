import db from '@adonisjs/lucid/services/db'
import type { ResumableUpload } from '#domain/media'

/** An upload of the user, also one that has ended well. @returns null for none */
export async function findUpload(id: number, userId: number): Promise<ResumableUpload | null> {
  const { rows } = await db.rawQuery(
    `select media.id, media.uploaded_bytes, media.created_at, media.file_id is not null as is_complete,
       resumable_uploads.bytes, resumable_uploads.metadata
     from media left join resumable_uploads on media_id = media.id
     where media.id = :id and media.user_id = :userId and media.removed_at is null
       and (media.file_id is not null or resumable_uploads.expires_at > now())`,
    { id, userId }
  )
  if (rows.length === 0) return null
  const [row] = rows
  return {
    id,
    bytes: row.is_complete ? row.uploaded_bytes : row.bytes,
    metadata: row.metadata,
    createdAt: row.created_at,
    isComplete: row.is_complete,
  }
}
