import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { filtered } from '#queries/staff/filters'
import { tagConditions, withTag } from '#queries/posts/scanned_page'
import { tagFilter } from '#queries/tags/tag_filter'
import { Values } from '#db/statement'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
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

/** A page of all posts, drafts and removed ones too. */
export async function listStaffPosts(options: ListStaffPostsOptions): Promise<JsonResponse> {
  const query = posts()
  await filtered(query, StaffPost, options)
  if (options.tag !== undefined) await keepTagged(query, options.tag)
  return staffPage(StaffPost, query, options)
}

/** A tag of many posts leads by its index, which has the order of the list. */
async function keepTagged(query: ReturnType<typeof posts>, asked: string): Promise<void> {
  const tags = await tagFilter(asked, true)
  if (!tags) return void query.whereRaw('false')
  const [rarest] = tags.wanted
  if (rarest?.isSmall) query.whereRaw(withTag('?'), [rarest.id])
  else if (rarest) {
    query.joinRaw('join post_tags on post_tags.post_id = posts.id')
    query.where('post_tags.tag_id', rarest.id)
  }
  const values = new Values()
  for (const condition of tagConditions(tags, values)) {
    query.whereRaw(condition.replace(/\$\d+/, '?'), [values.list.shift() as any])
  }
}

/** @throws NotFoundException */
export async function findStaffPost(id: number, form: Form = StaffPost.form()): Promise<Row> {
  const row = await posts().select(db.raw(form.select)).where('posts.id', id).first()
  if (!row) throw new NotFoundException('post')
  return row
}

export async function showStaffPost(id: number, asked: AskedMembers = {}): Promise<JsonResponse> {
  const form = StaffPost.form(asked)
  return responseOf(form, await findStaffPost(id, form))
}
