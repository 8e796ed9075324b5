import db from '@adonisjs/lucid/services/db'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import type { Order, PageOptions } from '#db/keyset'
import { pageOf } from '#queries/page'
import { responseOf } from '#resources/definition/response'
import type { AskedMembers } from '#resources/definition/view'
import type { PostChanges } from '#resources/post'
import { content, revision } from '#resources/revision'

/** SQL: the kept revisions of a row of `posts`, without texts of erased users. */
export const keptRevisions = `
  post_revisions join authors on authors.id = editor_id
  where post_revisions.post_id = posts.id and number <> posts.revision and members is not null`

/** The kept revisions, and the present text, which may have a note. */
const revisionsOfPost = `
  select kept.* from posts cross join lateral (
    select post_revisions.post_id, number, editor_id, post_revisions.created_at,
      post_revisions.updated_at, of_draft, members, note, keep, false as current
    from ${keptRevisions}
  ) as kept
  where posts.id = :id
  union all
  select id, revision, coalesce(edited_by, user_id), coalesce(edited_at, posts.created_at),
    coalesce(kept.updated_at, edited_at, posts.created_at), false, content_of(posts), kept.note,
    coalesce(kept.keep, false), true
  from posts
  left join post_revisions as kept on kept.post_id = id and kept.number = revision
  where id = :id`

const revisionsOf = (id: number): DatabaseQueryBuilderContract<any> =>
  db.query().with('post_revisions', db.raw(revisionsOfPost, { id })).from('post_revisions')

const newestFirst: Order = { columns: ['post_revisions.number'], direction: 'desc' }

/** Newest first. @throws ValidationException for a bad cursor */
export function listRevisions(
  postId: number,
  options: PageOptions & AskedMembers
): Promise<JsonResponse> {
  const query = revisionsOf(postId).joinRaw(revision.joins)
  const list = JSON.stringify(['revisions', postId])
  return pageOf(revision.views.Revision, query, { order: newestFirst, options, list })
}

/** @throws NotFoundException */
export async function showRevision(
  postId: number,
  number: number,
  asked: AskedMembers = {}
): Promise<JsonResponse> {
  const form = revision.views.RevisionDetail.form(asked)
  const query = revisionsOf(postId).joinRaw(revision.joins).select(db.raw(form.select))
  const row = await query.where('number', number).first()
  if (!row) throw new NotFoundException('revision')
  return responseOf(form, row)
}

export interface KeptRevision {
  number: number
  members: Record<string, unknown>
}

/** Without a generated slug and excerpt, as they follow from the rest. */
export function givenIn({ members }: KeptRevision): Record<string, unknown> {
  const given = Object.keys(content).map((name) => {
    const isMade = members[`${name}_given`] === false
    return [name, isMade ? null : (members[name] ?? null)]
  })
  return Object.fromEntries(given)
}

/** The changes that restore a revision. Generated and missing members stay. */
export const restorableOf = (kept: KeptRevision): PostChanges =>
  Object.fromEntries(
    Object.entries(givenIn(kept)).filter(
      ([name, value]) =>
        name in kept.members && (value !== null || !(`${name}_given` in kept.members))
    )
  )

/** @throws NotFoundException */
export async function findRevision(postId: number, number: number): Promise<KeptRevision> {
  const row = await revisionsOf(postId).select('number', 'members').where('number', number).first()
  if (!row) throw new NotFoundException('revision')
  return row
}

/** Null for the first revision that is left. */
export async function revisionBefore(postId: number, number: number): Promise<KeptRevision | null> {
  const query = revisionsOf(postId).select('number', 'members').where('number', '<', number)
  return query.orderBy('number', 'desc').first()
}
