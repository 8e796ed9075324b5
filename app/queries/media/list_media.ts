import db from '@adonisjs/lucid/services/db'
import type { JsonResponse } from '#http/json_response'
import { conditionsOf, narrow } from '#queries/filters'
import { filtered } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import type { ListedBy } from '#resources/definition/resource'
import { media } from '#resources/media'
import { isInSight } from '#domain/media'
import type { Actor } from '#domain/roles'

type Options = StaffPageOptions & ListedBy<typeof media>

const all = () => db.from('media').joinRaw(media.joins)

/** Newest first. @throws ValidationException for a bad cursor */
export async function listOwnMedia({ id }: Actor, options: Options): Promise<JsonResponse> {
  const { OwnMedia } = media.views
  const query = all().where('media.user_id', id).whereRaw(isInSight)
  narrow(query, conditionsOf(OwnMedia, options))
  return staffPage(OwnMedia, query, { ...options, of: id } as Options)
}

/** @throws NotFoundException for an unknown user, ValidationException for a bad cursor */
export async function listMedia(options: Options): Promise<JsonResponse> {
  const { StaffMedia } = media.views
  const query = all()
  await filtered(query, StaffMedia, options)
  return staffPage(StaffMedia, query, options)
}
