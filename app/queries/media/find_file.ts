import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
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

const isUpload = `kind = 'image' and purpose = 'original'`

const isThere = `exists (select from media where media.file_id = media_variants.file_id)`

/** Whether every reader may see it. */
const isForAll = `not (${isUpload}) and is_public_media(media_variants.file_id) and ${isThere}`

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
       ${isUpload} as is_upload, ${isForAll} as is_public,
       exists (
         select from media where media.file_id = media_variants.file_id
           and media.user_id = :viewerId::bigint and ${isInSight}
       ) as is_own,
       barred_at is not null or exists (
         select from media where media.file_id = media_variants.file_id and removed_at is not null
       ) as is_taken
     from media_variants join media_files on media_files.id = media_variants.file_id
     where media_variants.name = :name
       and (${isThere} or ${isReported('media_variants.file_id')})`,
    { name, viewerId: viewer?.id ?? null } as Record<string, any>
  )
  const [file] = rows
  if (!file) throw new NotFoundException('file')
  // A preview shows no content that staff took from any user.
  const isForOthers = (isOpened && !file.is_taken) || (viewer !== null && maySeeAnyMedia(viewer))
  if (!file.is_public && !file.is_own && !(isForOthers && !file.is_upload)) {
    throw new NotFoundException('file')
  }
  const { content_type: contentType, is_public: isPublic } = file
  return { name, contentType, bytes: Number(file.bytes), isPublic }
}

/** @returns those of the names that every reader may see */
export const publicNames = (
  names: string[],
  client: QueryClientContract = db.connection()
): Promise<string[]> => namesWhere(`name = any(:names) and ${isForAll}`, { names }, client)

/** @returns the names of those that readers may not see */
export const hiddenNames = (fileIds: number[], client: QueryClientContract): Promise<string[]> =>
  namesWhere(`file_id = any(:fileIds) and not (${isForAll})`, { fileIds }, client)

async function namesWhere(condition: string, values: object, client: QueryClientContract) {
  const { rows } = await client.rawQuery(
    `select name from media_variants join media_files on media_files.id = media_variants.file_id
     where ${condition}`,
    values as Record<string, any>
  )
  return rows.map(({ name }: { name: string }) => name)
}
