import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { lockForDraft } from '#actions/posts/lock_for_draft'
import ConflictException from '#exceptions/conflict_exception'
import AuditEntry from '#models/audit_entry'
import type Post from '#models/post'
import { findDraft } from '#queries/posts/drafts'
import type { Origin } from '#domain/moderation'
import type { ReviewState } from '#domain/review'
import type { Actor } from '#domain/roles'

interface SetReviewInput {
  postId: number
  actor: Actor
  origin: Origin
  state: ReviewState
  note: string | null
  unlessStale: (revision: Date | null) => void
}

interface Review {
  state: ReviewState
  updated_at: Date
}

/**
 * Asks for the review of a post, or answers it. Audited if the user is not the author.
 * @throws NotFoundException, PostTrashedException, ConflictException
 */
export default class SetReview {
  handle(input: SetReviewInput): Promise<void> {
    const { postId, actor, origin, state, note, unlessStale } = input
    return db.transaction(async (client) => {
      const post = await lockForDraft(postId, actor, client)
      const was: Review | null = await client
        .from('post_reviews')
        .where('post_id', postId)
        .select('state', 'updated_at')
        .first()
      unlessStale(was?.updated_at ?? null)
      if (state === 'requested') await this.#request(post, was, input, client)
      else if (!was) throw new ConflictException('No review of this post was requested.')
      else {
        const answer = { state, note, reviewer_id: actor.id, updated_at: later }
        await client.from('post_reviews').where('post_id', postId).update(answer)
      }
      if (post.userId === actor.id) return
      const act = { action: 'post.review', targetType: 'post', targetId: postId } as const
      const before = was ? { state: was.state } : {}
      const after = { state, ...(note !== null && { note }) }
      await AuditEntry.record({ ...act, subjectId: post.userId, before, after }, origin, client)
    })
  }

  async #request(
    post: Post,
    was: Review | null,
    { actor }: SetReviewInput,
    client: TransactionClientContract
  ) {
    if (was?.state === 'requested') return
    const { begunFrom } = await findDraft(post.id, client)
    if (post.published && begunFrom === null) throw new ConflictException(nothingToReview)
    await client.rawQuery(
      `insert into post_reviews (post_id, state, requested_by) values (:postId, 'requested', :userId)
       on conflict (post_id) do update set state = excluded.state, note = null, reviewer_id = null,
         requested_by = excluded.requested_by, requested_at = excluded.requested_at,
         updated_at = greatest(clock_timestamp(), post_reviews.updated_at + interval '1 ms')`,
      { postId: post.id, userId: actor.id }
    )
  }
}

const nothingToReview = 'The post is published, and has no working copy to review.'

/** No two answers may share a time: it is the entity tag. */
const later = db.raw(`greatest(clock_timestamp(), updated_at + interval '1 ms')`)
