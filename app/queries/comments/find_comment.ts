import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import { documentOf, type Document } from '#queries/document'
import { commentColumns } from '#queries/comments/list_comments'
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
    .leftJoin('users', 'users.id', 'comments.user_id')
    .where('comments.id', id)
    .first()
  if (!row) throw new NotFoundException('comment')
  return row
}

export const documentOfComment = (comment: CommentRow): Document =>
  documentOf(new CommentTransformer(comment).toObject(), comment.updated_at)
