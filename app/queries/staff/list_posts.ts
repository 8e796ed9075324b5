import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import { postColumns } from '#queries/posts/list_posts'
import { matching, searchText } from '#queries/posts/page_statement'
import { countOf, byAuthor, orderOf, within, type Period } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import { maySeePost, postExists } from '#domain/visibility'
import StaffPostTransformer, { type StaffPostRow } from '#transformers/staff_post_transformer'

export interface ListStaffPostsOptions extends StaffPageOptions, Period {
  /** Words as one types them into a search engine. */
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

const posts = () =>
  db
    .from('posts')
    .select(...postColumns)
    .select(
      db.raw(`${countOf(`reports where target_type = 'post' and target_id = posts.id`)}
        as reports_count`)
    )
    .leftJoin('authors as users', 'users.id', 'posts.user_id')
    .whereRaw(postExists.forAnybody)

/** One page of all posts, drafts and removed ones too. */
export async function listStaffPosts(options: ListStaffPostsOptions): Promise<JsonResponse> {
  const { search, status } = options
  const query = posts()
    .if(status, (some) => some.whereRaw(states[status!]))
    .if(search, (some) => some.whereRaw(matching, [searchText(search!)]))
  within(query, 'posts.created_at', options)
  await byAuthor(query, 'posts', options.author)
  return staffPage<StaffPostRow>(query, 'posts', options, shape, orderOf('posts', options))
}

/**
 * A post as staff see it.
 *
 * @throws NotFoundException
 */
export async function findStaffPost(id: number): Promise<StaffPostRow> {
  const row = await posts().where('posts.id', id).first()
  if (!row) throw new NotFoundException('post')
  return row
}

export const responseOfStaffPost = (post: StaffPostRow): JsonResponse =>
  jsonResponseOf(shape(post), post.updated_at)

const shape = (row: StaffPostRow) => new StaffPostTransformer(row).toObject()
