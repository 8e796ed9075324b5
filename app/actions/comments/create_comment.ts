import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import CommentCreated from '#events/comment_created'
import ValidationException from '#exceptions/validation_exception'
import Comment from '#models/comment'
import { responseOfComment, findComment } from '#queries/comments/find_comment'
import type { JsonResponse } from '#http/json_response'
import {
  lockForContribution,
  lockOpenPost,
  lockOpenPosts,
} from '#queries/posts/lock_for_contribution'
import { batchWriter } from '#db/batch_writer'
import { afterCommit } from '#db/after_commit'
import { comment } from '#resources/comment'
import type { Row } from '#resources/definition/line'
import type { Actor } from '#domain/roles'

interface CreateCommentInput {
  author: Actor
  postId: number
  parentId?: number | null
  content: string
  client: QueryClientContract
}

/** @throws NotFoundException, PostLockedException, CommentsClosedException, ValidationException for its parent */
export default class CreateComment {
  async handle(input: CreateCommentInput): Promise<{ id: number; document: JsonResponse }> {
    const { postId, client } = input
    const written = (await writeAtOnce(input)) ?? (await this.#write(input))
    await afterCommit(client, () => CommentCreated.dispatch(postId))
    return written
  }

  /** For replies, and posts that are not open: locks the post and checks the parent first. */
  async #write({ author, postId, parentId = null, content, client }: CreateCommentInput) {
    const { id } = await client.transaction(async (trx) => {
      await lockForContribution(postId, author, 'comment', trx)
      const depth = parentId === null ? 0 : await this.#depthUnder(parentId, postId, trx)
      return Comment.create(
        { postId, userId: author.id, parentId, depth, content },
        { client: trx }
      )
    })
    return { id, document: responseOfComment(await findComment(id, client)) }
  }

  async #depthUnder(parentId: number, postId: number, client: TransactionClientContract) {
    const parent = await Comment.query({ client }).where({ id: parentId, postId }).first()
    if (!parent?.isLiving) refuse('exists', 'There is no such comment on this post.')
    if (parent.depth === Comment.maxDepth) {
      refuse('depth', `Replies nest ${Comment.maxDepth} deep at most: reply further up.`)
    }
    return parent.depth + 1
  }
}

function refuse(rule: string, detail: string): never {
  throw new ValidationException([{ pointer: '/parent_id', rule, detail }])
}

/** One statement for a comment on an open post. Null for any other post and for a reply. */
async function writeAtOnce({ author, postId, parentId, content, client }: CreateCommentInput) {
  if (parentId) return null
  const row = await write([postId, author.id, content], client)
  if (!row) return null
  return { id: row.id, document: responseOfComment(row) }
}

interface NewComment extends Row {
  id: number
  post_id: number
  user_id: number
}

const columns = `comments.id as id, comments.post_id as post_id, comments.user_id as user_id,
  ${comment.views.Comment.formOfNew.select}`

const createComment = {
  name: 'create comment',
  text: `
    with open as (${lockOpenPost('comment', 'id')}), written as (
      insert into comments (post_id, user_id, content) select id, $2, $3 from open returning *
    )
    select ${columns} from written as comments ${comment.joins}`,
}

const createComments = {
  name: 'create comments',
  text: `
    with asked as (
      select * from unnest($1::bigint[], $2::bigint[], $3::text[])
        with ordinality as asked (post_id, user_id, content, place)
    ), open as (${lockOpenPosts('comment', 'id')}), authors as (
      select id, username, display_name from authors where id = any($2)
      for no key update skip locked
    ), written as (
      insert into comments (post_id, user_id, content)
      select post_id, user_id, content
      from asked join open on open.id = post_id join authors on authors.id = user_id
      order by place returning *
    )
    select ${columns} from written as comments ${comment.joins}
    order by comments.id`,
}

const write = batchWriter<NewComment>({
  one: createComment,
  several: createComments,
  isOf: (row, [postId, authorId]) => row.post_id === postId && row.user_id === authorId,
})
