import NotFoundException from '#exceptions/not_found_exception'
import type { Document } from '#queries/document'
import { cachedPost } from '#queries/posts/cached_posts'
import { postAsShown } from '#queries/posts/find_post'
import { postWithMyVote } from '#queries/posts/my_votes'
import type { Actor } from '#support/roles'
import { maySee } from '#support/visibility'

/**
 * A post as the viewer sees it: with one's own vote, and a draft for its author and staff alone.
 *
 * @throws NotFoundException
 */
export async function showPost(id: number, viewer: Actor | null): Promise<Document> {
  const shared = await cachedPost(id)
  if (!viewer) {
    if (shared) return shared
    throw new NotFoundException('post')
  }
  return postWithMyVote(shared ?? (await hiddenPost(id, viewer)), id, viewer.id)
}

async function hiddenPost(id: number, viewer: Actor) {
  const { document, ...post } = await postAsShown(id)
  if (maySee(viewer, post)) return document
  throw new NotFoundException('post')
}
