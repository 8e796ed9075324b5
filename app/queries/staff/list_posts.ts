import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { entityTag } from '#http/entity_tag'
import type { JsonResponse } from '#http/json_response'
import { conditionsOf, sqlOf } from '#queries/filters'
import { pageForAll } from '#queries/overlays'
import { dataConditions, dataFilter } from '#queries/posts/data_filter'
import { withHtml } from '#queries/posts/html/html_of_posts'
import { listPosts } from '#queries/posts/list_posts'
import type { ListPostsOptions } from '#queries/posts/list_options'
import { withRevisionsCount } from '#queries/posts/revisions_counts'
import { tagConditions } from '#queries/posts/scanned_page'
import { withStaffIds } from '#queries/staff/filters'
import type { StaffPageOptions } from '#queries/staff/staff_page'
import { tagFilter } from '#queries/tags/tag_filter'
import { run, Values } from '#db/statement'
import { postExists } from '#domain/visibility'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import type { ListedBy } from '#resources/definition/resource'
import { responseOf } from '#resources/definition/response'
import { post } from '#resources/post'

export type ListStaffPostsOptions = StaffPageOptions & ListedBy<typeof post>

const { StaffPost } = post.views

const posts = () => db.from('posts').joinRaw(post.joins).whereRaw(postExists.forVisitors)

/** With drafts and removed posts. @throws NotFoundException, ValidationException */
export async function listStaffPosts(options: ListStaffPostsOptions): Promise<JsonResponse> {
  const { count, fields, include, ...asked } = options
  const named = await withStaffIds(StaffPost, asked)
  const form = StaffPost.form({ fields, include })
  const page = await listPosts(named, { view: StaffPost, form })
  const items = await withRevisionsCount(form, page.items)
  return { ...pageForAll({ ...page, items }), total: count && (await countOf(named)) }
}

async function countOf(asked: ListPostsOptions): Promise<number> {
  const tags = asked.tag === undefined ? undefined : await tagFilter(asked.tag, false)
  const data = asked.data && (await dataFilter(asked))
  if (tags === null || data === null) return 0
  const values = new Values()
  const conditions = [
    postExists.forVisitors,
    ...conditionsOf(StaffPost, asked).map((one) => sqlOf(one, values)),
    ...(tags ? tagConditions(tags, values) : []),
    ...(data ? dataConditions(data, values) : []),
  ]
  const text = `select count(*)::int as total from posts where ${conditions.join(' and ')}`
  const [{ total }] = await run<{ total: number }>({ name: '', text, values: values.list })
  return total
}

/** @throws NotFoundException */
export async function findStaffPost(id: number, form: Form = StaffPost.form()): Promise<Row> {
  const row = await posts().select(db.raw(form.select)).where('posts.id', id).first()
  if (!row) throw new NotFoundException('post')
  return row
}

export async function showStaffPost(id: number, asked: AskedMembers = {}): Promise<JsonResponse> {
  const form = StaffPost.form(asked)
  const shown = responseOf(form, await findStaffPost(id, form))
  const [item] = await withHtml(form, [{ id, json: shown.body }])
  const [{ json: body }] = await withRevisionsCount(form, [item])
  return { ...shown, body, etag: entityTag(body, shown.etag) }
}
