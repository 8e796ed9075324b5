import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import ValidationException from '#exceptions/validation_exception'
import { isInSight } from '#domain/media'

interface Cover {
  /** Undefined: it stays. */
  id: number | null | undefined
  /** The present one, which needs no right. */
  was?: number | null
  /** The author of the post and the writer. */
  users: (number | null)[]
  client: QueryClientContract
}

/** @throws ValidationException for a file that is no picture of these users, and that readers don't see */
export async function refuseNoCover({ id, was = null, users, client }: Cover): Promise<void> {
  if (id === undefined || id === null || id === was) return
  // In a transaction, nothing deletes it before the commit.
  const { rows } = await client.rawQuery(
    `select from media join media_files on media_files.id = media.file_id
     where media.id = :id and kind = 'image'
       and (user_id = any(:users) or is_public_media(media.file_id)) and ${isInSight}
     for share of media`,
    { id, users: users.filter((user) => user !== null) } as Record<string, any>
  )
  if (rows.length === 0) throw new ValidationException([noPicture])
}

/** The id; null if the file is gone. */
export async function presentCoverOf(
  id: number | null | undefined,
  client: QueryClientContract
): Promise<number | null | undefined> {
  if (id === undefined || id === null) return id
  return (await client.from('media').where({ id }).forShare().first())?.id ?? null
}

/** The posts with one of these covers. */
export async function postsWithCover(
  ids: number[],
  client: QueryClientContract
): Promise<number[]> {
  const rows: { id: number }[] = await client.from('posts').whereIn('cover_id', ids).select('id')
  return rows.map((post) => post.id)
}

const noPicture = {
  pointer: '/cover_id',
  rule: 'exists',
  detail: 'cover_id must be the id of a picture of yours.',
}
