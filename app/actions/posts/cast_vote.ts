import db from '@adonisjs/lucid/services/db'
import VoteCast from '#events/vote_cast'
import { lockForContribution } from '#queries/posts/lock_for_contribution'
import { run } from '#queries/statement'
import type { Actor } from '#support/roles'
import type { VoteRow } from '#transformers/vote_transformer'

interface CastVoteInput {
  postId: number
  voter: Actor
  direction: -1 | 0 | 1
}

type Counts = Pick<VoteRow, 'votes_count' | 'upvotes' | 'downvotes'>

/**
 * Casts, turns or takes back the one vote that a user has on a post. Idempotent.
 *
 * @throws NotFoundException, PostLockedException
 */
export default class CastVote {
  async handle(input: CastVoteInput): Promise<VoteRow> {
    const { postId, direction } = input
    const counts = (await voteAtOnce(input)) ?? (await vote(input))
    await VoteCast.dispatch(postId)
    return { post_id: postId, vote_dir: direction, ...counts }
  }
}

/**
 * Votes in one statement, which does for almost every vote: an up or a down on a post that is open
 * to all. Null for any other.
 */
async function voteAtOnce({ postId, voter, direction }: CastVoteInput): Promise<Counts | null> {
  if (direction === 0) return null
  const [counts] = await run<Counts>({ ...castVote, values: [postId, voter.id, direction] })
  return counts ?? null
}

/**
 * The triggers count when the statement is over, so it tells the counts from those of the row that it
 * has locked and from what it does: a new vote adds one, a turned one (whose row was there, so it
 * has an `xmax`) takes one from the other side too, and the same vote again changes nothing.
 */
const castVote = {
  name: 'cast vote',
  text: `
    with open as (
      select id, upvotes, downvotes from posts
      where id = $1 and visible and not locked for no key update
    ), cast_vote as (
      insert into votes (post_id, user_id, value) select id, $2, $3 from open
      on conflict (post_id, user_id)
      do update set value = excluded.value, updated_at = now() where votes.value <> excluded.value
      returning value, (xmax <> 0)::integer as turned
    ), counted as (
      select
        upvotes + coalesce(case value when 1 then 1 else -turned end, 0) as upvotes,
        downvotes + coalesce(case value when -1 then 1 else -turned end, 0) as downvotes
      from open left join cast_vote on true
    )
    select upvotes - downvotes as votes_count, upvotes, downvotes from counted`,
}

/** Votes on a post that has to be looked at first. */
function vote({ postId, voter, direction }: CastVoteInput): Promise<Counts> {
  return db.transaction(async (client) => {
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
}
