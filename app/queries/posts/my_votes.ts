import { listResponse, type JsonResponse } from '#http/json_response'
import type { PostPage } from '#queries/posts/list_posts'
import { read } from '#db/statement'
import { entityTag } from '#http/entity_tag'
import { appendMember } from '#http/append_member'

/** Lays a user's own votes over a page of posts that was made for everybody. */
export async function pageWithMyVotes(page: PostPage, userId: number): Promise<JsonResponse> {
  const votes = await votesOf(userId, page.ids)
  const items = page.items.map((item, index) =>
    appendMember(item, 'my_vote', votes.get(page.ids[index]) ?? 0)
  )
  return listResponse(items, page.next)
}

/**
 * Lays a user's own vote over the document of a post that was made for everybody.
 *
 * @param revision of the post, as its present tag names it
 */
export async function postWithMyVote(
  post: JsonResponse,
  postId: number,
  userId: number
): Promise<JsonResponse> {
  const votes = await votesOf(userId, [postId])
  const body = appendMember(post.body, 'my_vote', votes.get(postId) ?? 0)
  return { body, etag: entityTag(body, post.etag) }
}

async function votesOf(userId: number, postIds: number[]): Promise<Map<number, number>> {
  const rows = await read<{ post_id: number; value: number }>({
    name: 'my votes',
    text: 'select post_id, value from "votes" where user_id = $1 and post_id = any($2)',
    values: [userId, postIds],
  })
  return new Map(rows.map(({ post_id, value }) => [post_id, value]))
}
