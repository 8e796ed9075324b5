import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { media } from '#resources/media'
import { responseOf } from '#resources/definition/response'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { isInSight } from '#domain/media'
import type { Actor } from '#domain/roles'

const { Media, OwnMedia, StaffMedia } = media.views

export const maySeeAnyMedia = ({ permissions }: Actor) => permissions.has('media.read_any')

interface Asked {
  asked?: AskedMembers
  client?: QueryClientContract
}

/** SQL on `media`: readers see a profile that shows it, or a post of its owner, or edited by its owner, that uses it. */
const isForReaders = `(${isInSight} and (exists (
  select from media_uses join posts on posts.id = media_uses.post_id
  where media_uses.file_id = media.file_id and place = 'post' and posts.visible
    and (media.user_id is null or media.user_id in (posts.user_id, posts.edited_by))
) or exists (
  select from users as owners where owners.avatar_id = media.id and owners.erased_at is null
) or exists (
  select from users as owners where owners.header_id = media.id and owners.erased_at is null
)))`

/** A file that the viewer may see, in the form for them. @throws NotFoundException */
export async function showMedia(
  id: number,
  viewer: Actor | null,
  { asked, client = db.connection() }: Asked = {}
): Promise<JsonResponse> {
  const { isPrivate } = await findVisibleMedia(id, viewer, client)
  return shown(id, (isPrivate ? OwnMedia : Media).form(asked), client)
}

/** The file of a name, or of a copy: the viewer's own, or one that the viewer sees. @throws NotFoundException */
export async function showMediaNamed(
  name: string,
  viewer: Actor | null,
  asked: AskedMembers
): Promise<JsonResponse> {
  const { rows } = await db.rawQuery(
    `select media.id from media_variants join media on media.file_id = media_variants.file_id
     where media_variants.name = :name and (${isForReaders} or :seesAny
       or media.user_id = :viewerId::bigint and ${isInSight})
     order by media.user_id is not distinct from :viewerId::bigint desc, media.id limit 1`,
    {
      name,
      viewerId: viewer?.id ?? null,
      seesAny: viewer !== null && maySeeAnyMedia(viewer),
    } as Record<string, any>
  )
  if (rows.length === 0) throw new NotFoundException('file')
  return showMedia(rows[0].id, viewer, { asked })
}

interface VisibleMedia {
  userId: number | null
  isInSight: boolean
  /** Whether the viewer sees the form of its owner. */
  isPrivate: boolean
}

/** Removed and barred files are for staff alone. @throws NotFoundException */
export async function findVisibleMedia(
  id: number,
  viewer: Actor | null,
  client: QueryClientContract
): Promise<VisibleMedia> {
  const known = await client
    .from('media')
    .where({ id })
    .whereNotNull('file_id')
    .select('user_id', db.raw(`${isInSight} as in_sight, ${isForReaders} as for_readers`))
    .first()
  const isForStaff = viewer !== null && maySeeAnyMedia(viewer)
  const isOwn = viewer !== null && known?.in_sight && known.user_id === viewer.id
  const isPrivate = isForStaff || isOwn
  if (!known || !(isPrivate || known.for_readers)) throw new NotFoundException('file')
  return { userId: known.user_id, isInSight: known.in_sight, isPrivate }
}

/** In the form of staff. @throws NotFoundException */
export const showStaffMedia = (id: number, asked?: AskedMembers): Promise<JsonResponse> =>
  shown(id, StaffMedia.form(asked), db.connection())

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
  const found = await db.from('media').where({ id, user_id: userId }).whereRaw(isInSight).first()
  if (!found) throw new NotFoundException('file')
}
