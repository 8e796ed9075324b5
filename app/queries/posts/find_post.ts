import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import { commentColumns } from '#queries/comments/list_comments'
import { documentOf, type Document } from '#queries/document'
import { postColumns } from '#queries/posts/list_posts'
import type { CommentRow } from '#transformers/comment_transformer'
import PostTransformer, { type PostRow } from '#transformers/post_transformer'

/** How many comments a post shows of itself; the others have a list of their own. */
const commentsShown = 20

/**
 * A post as it is, draft or removed ones too.
 *
 * @throws NotFoundException
 */
export async function findPost(
  id: number,
  client: QueryClientContract = db.connection()
): Promise<PostRow> {
  const row = await client
    .from('posts')
    .select(postColumns)
    .leftJoin('users', 'users.id', 'posts.user_id')
    .where('posts.id', id)
    .first()
  if (!row) throw new NotFoundException('post')
  return row
}

/** The document of a post with its first comments, oldest first. */
export async function documentOfPost(
  post: PostRow,
  client: QueryClientContract = db.connection()
): Promise<Document> {
  const comments: CommentRow[] = await client
    .from('comments')
    .select(commentColumns)
    .leftJoin('users', 'users.id', 'comments.user_id')
    .where('comments.post_id', post.id)
    .orderBy('comments.id')
    .limit(commentsShown)
  return documentOf(new PostTransformer(post, comments).forDetail(), post.updated_at)
}

/** The document of a post that its author has just written. */
export async function newPost(id: number, client: QueryClientContract): Promise<Document> {
  const post = new PostTransformer(await findPost(id, client)).forDetail()
  return documentOf({ ...post, my_vote: 0 }, post.updated_at)
}
