import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { commentColumns } from '#queries/comments/list_comments'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import { countOf, byAuthor, orderOf, within, type Period } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import { isOnExistingPost } from '#domain/visibility'
import { patternOf } from '#domain/search/pattern'
import StaffCommentTransformer, {
  type StaffCommentRow,
} from '#transformers/staff_comment_transformer'

export interface ListStaffCommentsOptions extends StaffPageOptions, Period {
  /** A part of what it says. */
  search?: string
  /** An id, `@username` or an e-mail; `none`: of erased accounts. */
  author?: string
  post_id?: number
  status?: 'visible' | 'removed' | 'deleted'
}

const states = {
  visible: 'comments.visible',
  removed: 'comments.removed_at is not null',
  deleted: 'comments.deleted_at is not null',
}

const comments = () =>
  db
    .from('comments')
    .select(...commentColumns, 'comments.deleted_at', 'comments.removed_at')
    .select(
      db.raw(`${countOf(`reports where target_type = 'comment' and target_id = comments.id`)}
        as reports_count`)
    )
    .leftJoin('authors as users', 'users.id', 'comments.user_id')
    .whereRaw(isOnExistingPost)

/** One page of all comments, removed ones too. */
export async function listStaffComments(options: ListStaffCommentsOptions): Promise<JsonResponse> {
  const { post_id: postId, search, status } = options
  const query = comments()
    .if(postId, (some) => some.where('comments.post_id', postId!))
    .if(status, (some) => some.whereRaw(states[status!]))
    .if(search, (some) => some.whereRaw('comments.content ~ ?', [patternOf(search!)]))
  within(query, 'comments.created_at', options)
  await byAuthor(query, 'comments', options.author)
  return staffPage<StaffCommentRow>(query, 'comments', options, shape, orderOf('comments', options))
}

/**
 * A comment as staff see it.
 *
 * @throws NotFoundException
 */
export async function findStaffComment(id: number): Promise<StaffCommentRow> {
  const row = await comments().where('comments.id', id).first()
  if (!row) throw new NotFoundException('comment')
  return row
}

export const responseOfStaffComment = (comment: StaffCommentRow): JsonResponse =>
  jsonResponseOf(shape(comment), comment.updated_at)

const shape = (row: StaffCommentRow) => new StaffCommentTransformer(row).toObject()
