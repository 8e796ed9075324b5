import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** Keeps a working copy as a revision. Every twentieth one is thinned at once. */
export const keepDraft = (postId: number, client: TransactionClientContract) =>
  client.rawQuery(
    `insert into post_revisions (post_id, number, editor_id, created_at, of_draft, members, thin_at)
     select post_id, number, editor_id, post_drafts.updated_at, true, members,
       now() + case when number % 20 = 0 then interval '0' else interval '1 day' end
     from post_drafts join posts on posts.id = post_id join authors on authors.id = editor_id
     cross join lateral next_revision(post_id, posts.revision) as next (number)
     where post_id = :postId`,
    { postId }
  )
