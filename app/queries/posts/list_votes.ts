import db from '@adonisjs/lucid/services/db'
import { listResponse, type JsonResponse } from '#http/json_response'
import { keysetPage, type Order, type PageOptions } from '#db/keyset'
import { postColumns } from '#queries/posts/list_posts'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'
import OwnVoteTransformer, { type OwnVoteRow } from '#transformers/own_vote_transformer'

/** A vote that is turned keeps its place: else it would be seen twice by who turns it on the way. */
const newestFirst: Order = { columns: ['votes.created_at', 'votes.post_id'], direction: 'desc' }

/**
 * One page of the votes of a user, newest first, each with its post; those on posts that the user may not see any
 * more are left out.
 *
 * @throws ValidationException when the cursor is not one of this list
 */
export async function listVotes(voter: Actor, options: PageOptions): Promise<JsonResponse> {
  const query = db
    .from('votes')
    .select(postColumns)
    .select('votes.value as vote_dir')
    .select('votes.created_at as voted_at', 'votes.updated_at as turned_at')
    .join('posts', 'posts.id', 'votes.post_id')
    .leftJoin('authors as users', 'users.id', 'posts.user_id')
    .where('votes.user_id', voter.id)
    .whereRaw(...maySeePost.where(voter))

  const list = JSON.stringify(['votes of', voter.id])
  const { rows, next } = await keysetPage<OwnVoteRow>(query, newestFirst, options, list)
  const items = rows.map((row) => JSON.stringify(new OwnVoteTransformer(row).toObject()))
  return listResponse(items, next)
}
