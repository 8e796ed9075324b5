import db from '@adonisjs/lucid/services/db'
import type { JsonResponse } from '#http/json_response'
import type { Order, PageOptions } from '#db/keyset'
import { pageOf } from '#queries/page'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'
import type { AskedMembers } from '#resources/definition/view'
import { ownVote } from '#resources/vote'

/** A changed vote keeps its place, so that no page repeats it. */
const newestFirst: Order = { columns: ['votes.created_at', 'votes.post_id'], direction: 'desc' }

/** Newest first, with visible posts outside of the trash. @throws ValidationException for a bad cursor */
export async function listVotes(
  voter: Actor,
  options: PageOptions & AskedMembers
): Promise<JsonResponse> {
  const query = db
    .from('votes')
    .joinRaw(ownVote.joins)
    .where('votes.user_id', voter.id)
    .whereNull('posts.trashed_at')
    .whereRaw(...maySeePost.where(voter))

  const list = JSON.stringify(['votes of', voter.id])
  return pageOf(ownVote.views.OwnVote, query, { order: newestFirst, options, list })
}
