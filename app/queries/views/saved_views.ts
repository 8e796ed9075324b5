import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { filtered } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import type { Row } from '#resources/definition/line'
import type { ListedBy } from '#resources/definition/resource'
import { responseOf } from '#resources/definition/response'
import type { AskedMembers } from '#resources/definition/view'
import { savedView } from '#resources/saved_view'
import type { Actor } from '#domain/roles'
import { listNames, mayOpenList, type ListName } from '#domain/saved_view'

const { SavedView } = savedView.views

/** Own and shared views of the lists that the viewer may open. */
const visibleTo = (viewer: Actor, client: QueryClientContract = db.connection()) =>
  client
    .from('saved_views')
    .joinRaw(savedView.joins)
    .whereRaw('(saved_views.shared or saved_views.user_id = ?)', [viewer.id])
    .whereIn(
      'saved_views.list',
      listNames.filter((list) => mayOpenList(viewer, list))
    )

/** By name. @throws ValidationException for a bad cursor */
export async function listViews(
  viewer: Actor,
  options: StaffPageOptions & ListedBy<typeof savedView>
): Promise<JsonResponse> {
  const query = visibleTo(viewer)
  await filtered(query, SavedView, options)
  return staffPage(SavedView, query, options)
}

interface Asked {
  asked?: AskedMembers
  client?: QueryClientContract
}

/** @throws NotFoundException */
export async function showView(
  id: number,
  viewer: Actor,
  { asked, client }: Asked = {}
): Promise<JsonResponse> {
  const form = SavedView.form(asked)
  const query = visibleTo(viewer, client).select(db.raw(form.select))
  const row: Row | null = await query.where('saved_views.id', id).first()
  if (!row) throw new NotFoundException('view')
  return responseOf(form, row)
}

/** @throws NotFoundException */
export async function listOfView(id: number, viewer: Actor): Promise<ListName> {
  const row = await visibleTo(viewer).where('saved_views.id', id).select('saved_views.list').first()
  if (!row) throw new NotFoundException('view')
  return row.list
}
