import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { media } from '#resources/media'
import { responseOf } from '#resources/definition/response'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import type { Actor } from '#domain/roles'

const { Media, OwnMedia, StaffMedia } = media.views

export const maySeeAnyMedia = ({ permissions }: Actor) => permissions.has('media.read_any')

interface Asked {
  asked?: AskedMembers
  client?: QueryClientContract
}

/** A file that the viewer may see, in the form for them. @throws NotFoundException */
export async function showMedia(
  id: number,
  viewer: Actor | null,
  { asked, client = db.connection() }: Asked = {}
): Promise<JsonResponse> {
  const known = await client.from('media').where({ id }).whereNotNull('file_id').first()
  const isPrivate =
    viewer !== null && known && (known.user_id === viewer.id || maySeeAnyMedia(viewer))
  if (!known || !(isPrivate || (await isPublic(known, client)))) throw new NotFoundException('file')
  return shown(id, (isPrivate ? OwnMedia : Media).form(asked), client)
}

/** In the form of staff. @throws NotFoundException */
export const showStaffMedia = (id: number): Promise<JsonResponse> =>
  shown(id, StaffMedia.form(), db.connection())

async function shown(id: number, form: Form, client: QueryClientContract): Promise<JsonResponse> {
  const row: Row | null = await client
    .from('media')
    .joinRaw(media.joins)
    .select(db.raw(form.select))
    .where('media.id', id)
    .first()
  if (!row) throw new NotFoundException('file')
  return responseOf(form, row)
}

/** A row of the viewer, to be changed. Files of others that the viewer sees can't be changed. @throws NotFoundException */
export async function findOwnMedia(id: number, { id: userId }: Actor): Promise<void> {
  const found = await db
    .from('media')
    .where({ id, user_id: userId })
    .whereNotNull('file_id')
    .first()
  if (!found) throw new NotFoundException('file')
}

/** Whether readers see a post of its owner, or edited by its owner, or a profile that uses it. */
async function isPublic(row: MediaRow, client: QueryClientContract): Promise<boolean> {
  const { rows } = await client.rawQuery(
    `select from media_uses join posts on posts.id = media_uses.post_id
     where media_uses.file_id = :fileId and place = 'post' and posts.visible
       and (:userId::bigint is null or :userId in (posts.user_id, posts.edited_by))
     union all
     select from users where (avatar_id = :id or header_id = :id) and erased_at is null limit 1`,
    { id: row.id, fileId: row.file_id, userId: row.user_id } as Record<string, any>
  )
  return rows.length > 0
}

interface MediaRow {
  id: number
  file_id: number
  user_id: number | null
}
