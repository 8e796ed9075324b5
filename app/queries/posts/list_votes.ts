import db from '@adonisjs/lucid/services/db'
import type { JsonResponse } from '#http/json_response'
import type { Order, PageOptions } from '#db/keyset'
import { pageOf } from '#queries/page'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'
import type { AskedMembers } from '#resources/definition/resource'
import { ownVote } from '#resources/vote'

/** A vote that is turned keeps its place: else it would be seen twice by who turns it on the way. */
const newestFirst: Order = { columns: ['votes.created_at', 'votes.post_id'], direction: 'desc' }

/**
 * One page of the votes of a user, newest first, each with its post; those on posts that the user may not see any
 * more are left out.
 *
 * @throws ValidationException when the cursor is not one of this list
 */
export async function listVotes(
  voter: Actor,
  options: PageOptions & AskedMembers
): Promise<JsonResponse> {
  const query = db
    .from('votes')
    .joinRaw(ownVote.joins)
    .where('votes.user_id', voter.id)
    .whereRaw(...maySeePost.where(voter))

  const list = JSON.stringify(['votes of', voter.id])
  return pageOf(ownVote.views.OwnVote, query, { order: newestFirst, options, list })
}
