import { defineResource } from '#resources/definition/resource'
import { embed } from '#resources/definition/embedding'
import { integer, time } from '#resources/definition/members'
import { post } from '#resources/post'

/** A vote, with the new counts of its post. */
export const vote = defineResource({
  table: 'votes',
  members: {
    post_id: integer({ example: 42, exported: true }),
    vote_dir: integer({ sql: 'votes.value', among: [-1, 0, 1], example: 1 }),
    votes_count: integer({ example: 5 }),
    upvotes: integer({ example: 7 }),
    downvotes: integer({ example: 2 }),
    value: integer({ readBy: 'export' }),
    created_at: time({ readBy: 'export' }),
    updated_at: time({ readBy: 'export' }),
  },
  views: { Vote: { for: 'everybody' } },
})

export const ownVote = defineResource({
  table: 'votes',
  joins: `join posts on posts.id = votes.post_id ${post.joins}`,
  members: {
    post_id: integer({ example: 42 }),
    vote_dir: integer({ sql: 'votes.value', among: [-1, 1], example: 1 }),
    created_at: time(),
    updated_at: time({ description: 'When it was turned last.' }),
    post: embed(post.views.Post, { values: { my_vote: 'votes.value' } }),
  },
  views: { OwnVote: { for: 'owner' } },
})
