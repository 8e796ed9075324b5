import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { maySeeAnyMedia } from '#queries/media/find_media'
import { isReported } from '#resources/media_parts'
import { isInSight } from '#domain/media'
import type { Actor } from '#domain/roles'

export interface MediaFile {
  name: string
  contentType: string
  bytes: number
  /** Whether every reader may see it. */
  isPublic: boolean
}

/**
 * A file by its name, if the viewer may see it: readers if a public post uses it, else its owners and staff, who see
 * what they removed too, and what a report is on. The upload of a picture is for its owners alone, since it has all
 * that a camera writes into it.
 *
 * @param isOpened whether a key of a preview opens it @throws NotFoundException
 */
export async function findFile(
  name: string,
  viewer: Actor | null,
  isOpened = false
): Promise<MediaFile> {
  const { rows } = await db.rawQuery(
    `select media_variants.content_type, media_variants.bytes,
       kind = 'image' and purpose = 'original' as is_upload,
       is_public_media(media_variants.file_id) as is_public,
       exists (
         select from media where media.file_id = media_variants.file_id
           and media.user_id = :viewerId::bigint and ${isInSight}
       ) as is_own,
       barred_at is not null or exists (
         select from media where media.file_id = media_variants.file_id and removed_at is not null
       ) as is_taken
     from media_variants join media_files on media_files.id = media_variants.file_id
     where media_variants.name = :name
       and (exists (select from media where media.file_id = media_variants.file_id)
         or ${isReported('media_variants.file_id')})`,
    { name, viewerId: viewer?.id ?? null } as Record<string, any>
  )
  const [file] = rows
  if (!file) throw new NotFoundException('file')
  const isPublic = file.is_public && !file.is_upload
  // A preview shows no content that staff took from any user.
  const isForOthers = (isOpened && !file.is_taken) || (viewer !== null && maySeeAnyMedia(viewer))
  if (!isPublic && !file.is_own && !(isForOthers && !file.is_upload)) {
    throw new NotFoundException('file')
  }
  return { name, contentType: file.content_type, bytes: Number(file.bytes), isPublic }
}
