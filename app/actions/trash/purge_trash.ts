import { purgeTrashedComments } from '#actions/comments/purge_trashed_comments'
import { purgeTrashed } from '#actions/posts/purge_trashed'
import type { Purge, Trashed } from '#actions/trash/trashed'

/** Purges a batch of posts and a batch of comments. */
export async function purgeBatch(trashed: Trashed): Promise<Purge> {
  const posts = await purgeTrashed(trashed)
  const comments = await purgeTrashedComments(trashed)
  return {
    purged: posts.purged + comments.purged,
    isDone: posts.isDone && comments.isDone,
  }
}
