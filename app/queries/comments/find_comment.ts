import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import { commentColumns } from '#queries/comments/list_comments'
import type { Actor } from '#domain/roles'
import { maySeeComment, type CommentState, type PostState } from '#domain/visibility'
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
export type CommentOnPost = CommentRow & CommentState

/**
 * A comment that somebody may see, tombstones too: under a post that is hidden from them, it is one that is
 * not there. One query finds out either way, so neither takes longer.
 *
 * @param viewer null for anybody
 * @throws NotFoundException
 */
export async function findVisibleComment(
  id: number,
  viewer: Actor | null,
  client: QueryClientContract = db.connection()
): Promise<CommentOnPost> {
  const row = await client
    .from('comments')
    .select(commentColumns)
    .select(postState.map((name) => `posts.${name} as post_${name}`))
    .join('posts', 'posts.id', 'comments.post_id')
    .leftJoin('authors as users', 'users.id', 'comments.user_id')
    .where('comments.id', id)
    .whereRaw(...maySeeComment.where(viewer))
    .first()
  if (!row) throw new NotFoundException('comment')
  const post = Object.fromEntries(postState.map((name) => [name, row[`post_${name}`]]))
  return { ...row, post }
}

const postState = [
  'user_id',
  'visible',
  'locked',
  'removed_at',
  'deleted_at',
] as const satisfies (keyof PostState)[]

export const responseOfComment = (comment: CommentRow): JsonResponse =>
  jsonResponseOf(new CommentTransformer(comment).toObject(), comment.updated_at)
