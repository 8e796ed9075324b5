import db from '@adonisjs/lucid/services/db'
import VoteCast from '#events/vote_cast'
import {
  lockForContribution,
  lockOpenPost,
  lockOpenPosts,
} from '#queries/posts/lock_for_contribution'
import { batchWriter } from '#db/batch_writer'
import type { Actor } from '#domain/roles'
import type { Shown } from '#resources/definition/resource'
import type { vote as voteResource } from '#resources/vote'

interface CastVoteInput {
  postId: number
  voter: Actor
  direction: -1 | 0 | 1
}

type Vote = Shown<typeof voteResource>
type Counts = Pick<Vote, 'votes_count' | 'upvotes' | 'downvotes'>

/** Casts, turns or removes a vote. Idempotent. @throws NotFoundException, PostLockedException */
export default class CastVote {
  async handle(input: CastVoteInput): Promise<Counts & Pick<Vote, 'post_id' | 'vote_dir'>> {
    const { postId, direction } = input
    const counts = (await voteAtOnce(input)) ?? (await vote(input))
    await VoteCast.dispatch(postId)
    const { votes_count: votesCount, upvotes, downvotes } = counts
    return { post_id: postId, vote_dir: direction, votes_count: votesCount, upvotes, downvotes }
  }
}

/** One statement, or a batch, for an up or down vote on an open post. Null for any other. */
async function voteAtOnce({ postId, voter, direction }: CastVoteInput): Promise<Counts | null> {
  if (direction === 0) return null
  return (await write([postId, voter.id, direction])) ?? null
}

interface CountedVote extends Counts {
  /** Set only when several votes share a statement. */
  user_id?: number
  post_id?: number
}

/** The triggers count after the statement, so it computes the counts itself. An `xmax` shows that a vote was turned. */
const castVote = {
  name: 'cast vote',
  text: `
    with open as (${lockOpenPost('vote', 'id, upvotes, downvotes')}), cast_vote as (
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

/** Each vote gets the counts after the whole batch. */
const castVotes = {
  name: 'cast votes',
  text: `
    with asked as (
      select * from unnest($1::bigint[], $2::bigint[], $3::smallint[])
        with ordinality as asked (post_id, user_id, value, place)
    ), open as (${lockOpenPosts('vote', 'id, upvotes, downvotes')}), voters as (
      select id from authors where id = any($2) for key share skip locked
    ), taken as (
      select asked.* from asked
      join open on open.id = post_id join voters on voters.id = user_id
    ), cast_votes as (
      insert into votes (post_id, user_id, value) select post_id, user_id, value from taken
      on conflict (post_id, user_id)
      do update set value = excluded.value, updated_at = now() where votes.value <> excluded.value
      returning post_id, value, (xmax <> 0)::integer as turned
    ), changes as (
      select post_id,
        sum(case value when 1 then 1 else -turned end) as up,
        sum(case value when -1 then 1 else -turned end) as down
      from cast_votes group by post_id
    ), counted as (
      select id, upvotes + coalesce(up, 0) as upvotes, downvotes + coalesce(down, 0) as downvotes
      from open left join changes on post_id = id
    )
    select post_id, user_id, upvotes - downvotes as votes_count, upvotes, downvotes
    from taken join counted on id = post_id order by place`,
}

const write = batchWriter<CountedVote>({
  one: castVote,
  several: castVotes,
  isOf: (row, [postId, voterId]) => row.post_id === postId && row.user_id === voterId,
  nameOf: ([postId, voterId]) => `${postId} ${voterId}`,
})

function vote({ postId, voter, direction }: CastVoteInput): Promise<Counts> {
  return db.transaction(async (client) => {
    await lockForContribution(postId, voter, 'vote', client)

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
