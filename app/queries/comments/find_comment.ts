import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import { commentColumns } from '#queries/comments/list_comments'
import type { Actor } from '#domain/roles'
import { maySee } from '#domain/visibility'
import CommentTransformer, { type CommentRow } from '#transformers/comment_transformer'

/**
 * A comment as it is, tombstones too.
 *
 * @throws NotFoundException
 */
export async function findComment(
  id: number,
  client: QueryClientContract = db.connection()
): Promise<CommentRow> {
  const row = await client
    .from('comments')
    .select(commentColumns)
    .leftJoin('authors as users', 'users.id', 'comments.user_id')
    .where('comments.id', id)
    .first()
  if (!row) throw new NotFoundException('comment')
  return row
}

/** With what decides on who may see its post. */
export interface CommentOnPost extends CommentRow {
  post_user_id: number | null
  post_visible: boolean
  post_removed_at: Date | null
}

/**
 * A comment that somebody may see, tombstones too: under a post that is hidden from them, it is one that is
 * not there. One query finds out either way, so neither takes longer.
 *
 * @param viewer null for nobody in particular
 * @throws NotFoundException
 */
export async function findVisibleComment(
  id: number,
  viewer: Actor | null,
  client: QueryClientContract = db.connection()
): Promise<CommentOnPost> {
  const row: CommentOnPost | null = await client
    .from('comments')
    .select(commentColumns)
    .select('posts.user_id as post_user_id', 'posts.visible as post_visible')
    .select('posts.removed_at as post_removed_at')
    .join('posts', 'posts.id', 'comments.post_id')
    .whereNull('posts.deleted_at')
    .leftJoin('authors as users', 'users.id', 'comments.user_id')
    .where('comments.id', id)
    .first()
  if (row && (maySee(viewer, postOf(row)) || isOwn(row, viewer))) return row
  throw new NotFoundException('comment')
}

/** An author still sees and deletes a comment on a post that has become a draft. */
const isOwn = (row: CommentOnPost, viewer: Actor | null) =>
  viewer !== null && row.visible && row.user_id === viewer.id && row.post_removed_at === null

const postOf = (row: CommentOnPost) => ({
  user_id: row.post_user_id,
  visible: row.post_visible,
  removed_at: row.post_removed_at,
})

export const responseOfComment = (comment: CommentRow): JsonResponse =>
  jsonResponseOf(new CommentTransformer(comment).toObject(), comment.updated_at)
