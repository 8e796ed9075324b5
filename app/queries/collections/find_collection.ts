import db from '@adonisjs/lucid/services/db'
import type { Order, PageOptions } from '#db/keyset'
import { run } from '#db/statement'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import type Collection from '#models/collection'
import { pageOf } from '#queries/page'
import { collection } from '#resources/collection'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { responseOf } from '#resources/definition/response'

const view = collection.views.Collection

/** By slug. @throws ValidationException for a bad cursor */
export function listCollections(options: PageOptions & AskedMembers): Promise<JsonResponse> {
  const order: Order = { columns: ['collections.slug', 'collections.id'], direction: 'asc' }
  return pageOf(view, db.from('collections'), { order, options, list: 'collections' })
}

/** @throws NotFoundException */
export async function showCollection(slug: string, asked: AskedMembers): Promise<JsonResponse> {
  const form = view.form(asked)
  const text = `select ${form.select} from collections where slug = $1`
  const [row] = await run<Row>({ name: '', text, values: [slug] })
  if (!row) throw new NotFoundException('collection')
  return responseOf(form, row)
}

/** For a collection inside a transaction, which may roll it back. */
export function shownCollection({
  slug,
  title,
  description,
  createdAt,
  updatedAt,
}: Collection): JsonResponse {
  const [created, updated] = [createdAt, updatedAt].map((at) => at.toJSDate().toISOString())
  const times = { created_at: created, updated_at: updated }
  const shown = { slug, title, description: description ?? null, ...times }
  return jsonResponseOf(shown, updatedAt.toJSDate())
}
