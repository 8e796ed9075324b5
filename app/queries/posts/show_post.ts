import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { cachedPost } from '#queries/posts/cached_posts'
import { anyPost, findVisiblePost } from '#queries/posts/find_post'
import { postWithMyVote } from '#queries/posts/my_votes'
import type { Actor } from '#domain/roles'

/**
 * A post as the viewer sees it: with one's own vote, and a draft for its author and staff alone.
 *
 * @throws NotFoundException
 */
export async function showPost(id: number, viewer: Actor | null): Promise<JsonResponse> {
  if (!viewer) return cachedPost(id)
  const shared = await cachedPost(id).catch(unlessMissing)
  return postWithMyVote(shared ?? (await hiddenPost(id, viewer)), id, viewer.id)
}

function unlessMissing(error: unknown): null {
  if (error instanceof NotFoundException) return null
  throw error
}

/** A post that is not open to everybody. */
async function hiddenPost(id: number, viewer: Actor) {
  await findVisiblePost(id, viewer)
  return anyPost(id)
}
