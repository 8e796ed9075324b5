import { read } from '#db/statement'
import { appendMember } from '#http/append_member'
import type { Overlay } from '#queries/overlays'

export const myVotes: Overlay = {
  async add(postIds, viewerId) {
    const rows = await read<{ post_id: number; value: number }>({
      name: 'my votes',
      text: 'select post_id, value from "votes" where user_id = $1 and post_id = any($2)',
      values: [viewerId, postIds],
    })
    const votes = new Map(rows.map(({ post_id, value }) => [post_id, value]))
    return (json, id) => appendMember(json, 'my_vote', votes.get(id) ?? 0)
  },
}
