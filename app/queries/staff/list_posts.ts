import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { matching, searchText } from '#queries/posts/page_statement'
import { byAuthor, orderOf, within, type Period } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import { maySeePost, postExists } from '#domain/visibility'
import type { Form, Row } from '#resources/definition/form'
import type { AskedMembers } from '#resources/definition/resource'
import { responseOf } from '#resources/definition/response'
import { post } from '#resources/post'

export interface ListStaffPostsOptions extends StaffPageOptions, Period {
  search?: string
  /** An id, `@username` or an e-mail; `none`: of erased accounts. */
  author?: string
  status?: 'visible' | 'draft' | 'removed' | 'locked'
}

const states = {
  visible: maySeePost.forAnybody,
  draft: 'not posts.published',
  removed: 'posts.removed_at is not null',
  locked: 'posts.locked',
}

const { StaffPost } = post.views

const posts = () => db.from('posts').joinRaw(post.joins).whereRaw(postExists.forAnybody)

/** A page of all posts, drafts and removed ones too. */
export async function listStaffPosts(options: ListStaffPostsOptions): Promise<JsonResponse> {
  const { search, status } = options
  const query = posts()
    .if(status, (some) => some.whereRaw(states[status!]))
    .if(search, (some) => some.whereRaw(matching, [searchText(search!)]))
  within(query, 'posts.created_at', options)
  await byAuthor(query, 'posts', options.author)
  return staffPage(StaffPost, query, options, { columns: orderOf('posts', options) })
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
