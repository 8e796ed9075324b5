import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Actor } from '#domain/roles'

/** An approval is for one text: a change by a user who can't review asks for another. */
export async function askAgain(
  postId: number,
  { permissions }: Actor,
  client: TransactionClientContract
): Promise<void> {
  if (permissions.has('posts.review')) return
  await client.rawQuery(
    `update post_reviews set state = 'requested', note = null, reviewer_id = null,
       updated_at = greatest(clock_timestamp(), updated_at + interval '1 ms')
     where post_id = :postId and state = 'approved'`,
    { postId }
  )
}
