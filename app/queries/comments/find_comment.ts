import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { comment } from '#resources/comment'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { responseOf } from '#resources/definition/response'
import { rankOfUser, type Written } from '#domain/acting'
import type { Actor } from '#domain/roles'
import {
  isCommentInTrash,
  isKnownComment,
  maySeeComment,
  postExists,
  type CommentState,
  type PostState,
} from '#domain/visibility'

const plain = comment.views.Comment.form()

const columnsOf = (form: Form) => [
  'comments.id',
  'comments.post_id',
  'users.id as user_id',
  db.raw(`${rankOfUser} as author_rank`),
  'comments.visible',
  db.raw(`${isCommentInTrash} as is_trashed`),
  db.raw(form.select),
]

interface FoundComment extends Row, Written {
  id: number
  post_id: number
  visible: boolean
  is_trashed: boolean
}

/** A comment, tombstones too. @throws NotFoundException */
export async function findComment(
  id: number,
  client: QueryClientContract = db.connection()
): Promise<FoundComment> {
  const row = await client
    .from('comments')
    .select(...columnsOf(plain))
    .joinRaw(comment.joins)
    .where('comments.id', id)
    .first()
  if (!row) throw new NotFoundException('comment')
  return row
}

export type CommentOnPost = FoundComment & CommentState

/** One query either way, so timing reveals no hidden post. @param viewer null: a guest @throws NotFoundException */
export function findVisibleComment(
  id: number,
  viewer: Actor | null,
  { form = plain, client = db.connection() }: { form?: Form; client?: QueryClientContract } = {}
): Promise<CommentOnPost> {
  return findWithPost(id, form, client, (query) =>
    query
      .whereRaw(...maySeeComment.where(viewer))
      .whereRaw(`(${isKnownComment} or comments.user_id = ?)`, [viewer?.id ?? 0])
  )
}

/** A visible comment, or one in the user's trash, on a hidden post too. @throws NotFoundException */
export function findDeletableComment(id: number, user: Actor): Promise<CommentOnPost> {
  return findWithPost(id, plain, db.connection(), (query) =>
    query.whereRaw(
      `(comments.visible and ${maySeeComment.sqlFor(user)}
        or ${isCommentInTrash} and ${postExists.forVisitors} and comments.user_id = :viewerId)`,
      { viewerId: user.id }
    )
  )
}

async function findWithPost(
  id: number,
  form: Form,
  client: QueryClientContract,
  narrow: (query: DatabaseQueryBuilderContract<any>) => DatabaseQueryBuilderContract<any>
): Promise<CommentOnPost> {
  const query = client
    .from('comments')
    .select(...columnsOf(form))
    .select(postState.map((name) => `posts.${name} as post_${name}`))
    .join('posts', 'posts.id', 'comments.post_id')
    .joinRaw(comment.joins)
    .where('comments.id', id)
  const row = await narrow(query).first()
  if (!row) throw new NotFoundException('comment')
  const post = Object.fromEntries(postState.map((name) => [name, row[`post_${name}`]]))
  return { ...row, post }
}

const postState = [
  'user_id',
  'visible',
  'locked',
  'comments_open',
  'removed_at',
  'deleted_at',
  'trashed_at',
] as const satisfies (keyof PostState)[]

export const responseOfComment = (row: Row, form: Form = plain): JsonResponse =>
  responseOf(form, row)

/** @throws NotFoundException */
export async function showComment(
  id: number,
  viewer: Actor | null,
  asked: AskedMembers
): Promise<JsonResponse> {
  const form = comment.views.Comment.form(asked)
  return responseOf(form, await findVisibleComment(id, viewer, { form }))
}
