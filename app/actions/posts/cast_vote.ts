import db from '@adonisjs/lucid/services/db'
import VoteCast from '#events/vote_cast'
import { lockForContribution } from '#queries/posts/lock_for_contribution'
import type { Actor } from '#support/roles'
import type { VoteRow } from '#transformers/vote_transformer'

interface CastVoteInput {
  postId: number
  voter: Actor
  direction: -1 | 0 | 1
}

/**
 * Casts, turns or takes back the one vote that a user has on a post. Idempotent.
 *
 * @throws NotFoundException, PostLockedException
 */
export default class CastVote {
  async handle({ postId, voter, direction }: CastVoteInput): Promise<VoteRow> {
    const counts = await db.transaction(async (client) => {
      await lockForContribution(postId, voter, client)

      const mine = { post_id: postId, user_id: voter.id }
      if (direction === 0) await client.from('votes').where(mine).delete()
      else {
        await client.rawQuery(
          `insert into votes (post_id, user_id, value) values (:post_id, :user_id, :direction)
           on conflict (post_id, user_id)
           do update set value = excluded.value, updated_at = now() where votes.value <> excluded.value`,
          { ...mine, direction }
        )
      }
      return client
        .from('posts')
        .select('votes_count', 'upvotes', 'downvotes')
        .where('id', postId)
        .first()
    })
    await VoteCast.dispatch(postId)
    return { post_id: postId, vote_dir: direction, ...counts }
  }
}
