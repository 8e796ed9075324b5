import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { filtered } from '#queries/staff/filters'
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
  return staffPage(StaffPost, query, options)
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
