import { purgeCommentsOf } from '#actions/comments/purge_trashed_comments'
import VotesErased from '#events/votes_erased'
import { MAX_POSTS, MAX_ROWS, statement, type Batch } from '#jobs/deletions/batch'
import IdempotencyKey from '#models/idempotency_key'
import { afterCommit } from '#db/after_commit'
import { deletions } from '#queue/queues'

/** Locks the posts in the order of their ids, against deadlocks. */
const takeVotesBack: Batch = async (id, client) => {
  const { rows } = await client.rawQuery(
    `select id from posts where id in (
       select post_id from votes where user_id = :id order by created_at desc, post_id desc limit ${MAX_POSTS}
     ) order by id for no key update`,
    { id }
  )
  const postIds: number[] = rows.map((post: { id: number }) => post.id)
  const { rowCount } = await client.rawQuery(
    'delete from votes where user_id = :id and post_id = any(:postIds)',
    { id, postIds } as Record<string, any>
  )
  await afterCommit(client, () => VotesErased.dispatch(postIds))
  return rowCount
}

const letGoOfPosts: Batch = async (id, client) => {
  const { rows } = await client.rawQuery(
    `update posts set user_id = null,
       deleted_at = case when published then deleted_at else coalesce(deleted_at, now()) end,
       removed_at = case when published then removed_at else coalesce(removed_at, now()) end
     where id = any(array(
       select id from posts where user_id = :id order by id limit ${MAX_POSTS}
       for no key update skip locked
     )) returning id, published`,
    { id }
  )
  const drafts = (rows as { id: number; published: boolean }[]).filter((post) => !post.published)
  await deletions.sendAll(
    drafts.map((draft) => ({ type: 'post', id: draft.id })),
    { client }
  )
  await IdempotencyKey.clearAnswers(
    drafts.map((draft) => `post:${draft.id}` as const),
    client
  )
  return rows.length
}

const deleteRevisions = (from: string) =>
  statement(`
    delete from post_revisions where (post_id, number) in (
      select post_id, number from ${from} limit ${MAX_ROWS} for update of post_revisions skip locked
    )`)

/** Locks the posts first, as a save does. Holds a schedule, as it must not publish the text from before the copy. */
const deleteDrafts = (from: string, condition = 'true') =>
  statement(`
    with locked as (
      select id from posts where id = any(array(select post_id from ${from} limit ${MAX_ROWS}))
      order by id for no key update
    ), gone as (
      delete from post_drafts using locked where post_id = locked.id and ${condition}
      returning post_id
    ), held as (
      update posts set held = 'invalid' from gone
      where posts.id = post_id and publish_at is not null
    )
    select from gone`)

const deleteReviews = statement(`
  delete from post_reviews where post_id = any(array(
    select post_id from post_reviews where requested_by = :id limit ${MAX_ROWS} for update skip locked
  ))`)

const deletePreviews = statement(`
  delete from post_previews where id = any(array(
    select id from post_previews where creator_id = :id limit ${MAX_ROWS} for update skip locked
  ))`)

const clearNotes = statement(`
  update post_reviews set reviewer_id = null, note = null where post_id = any(array(
    select post_id from post_reviews where reviewer_id = :id limit ${MAX_ROWS}
    for no key update skip locked
  ))`)

const deleteNotes = statement(`
  delete from user_notes where id = any(array(
    select id from user_notes where user_id = :id order by id limit ${MAX_ROWS} for update skip locked
  ))`)

const deleteViews = statement(`delete from saved_views where user_id = :id and not shared`)
const deleteSecurityEvents = statement(`
  delete from security_events where id = any(array(
    select id from security_events where user_id = :id order by id limit ${MAX_ROWS}
  ))`)

/** What posts use stays with them, without an owner. The bytes of the others follow: `pruneMedia`. */
const deleteMedia = statement(`
  delete from media where id = any(array(
    select id from media where user_id = :id
      and not exists (select from media_uses where media_uses.file_id = media.file_id)
    order by id limit ${MAX_ROWS} for update skip locked
  ))`)

const letGoOfMedia = statement(`
  update media set user_id = null, name = null where id = any(array(
    select id from media where user_id = :id limit ${MAX_ROWS} for no key update skip locked
  ))`)

const letGoOf = (table: string, column: string) =>
  statement(`
    update ${table} set ${column} = null where id = any(array(
      select id from ${table} where ${column} = :id limit ${MAX_ROWS} for no key update skip locked
    ))`)

const clearAnswers: Batch = (id, client) =>
  IdempotencyKey.clearAnswers([`user:${id}`], client, MAX_ROWS)

/** The ids stay, for a receiver that does not know yet. */
const clearWebhookEvents = statement(`
  with cleared as (
    update webhook_events set body = null, facts = facts - 'slug' where id = any(array(
      select id from webhook_events where user_ids && array[:id::bigint]
        and (body is not null or jsonb_exists(facts, 'slug'))
      limit ${MAX_ROWS} for no key update skip locked
    )) returning id
  ), answers as (
    update webhook_deliveries set answer = null from cleared
    where event_id = cleared.id and answer is not null
  )
  select from cleared`)

const isNamed = ['posts.user_id', 'comments.user_id', 'votes.user_id']
  .concat(['reports.reporter_id', 'reports.subject_id', 'reports.assignee_id'])
  .map((column) => `exists (select from ${column.split('.')[0]} where ${column} = users.id)`)

const remove = statement(`
  delete from users where id = :id and erased_at is not null and not (${isNamed.join(' or ')})`)

export const erasedUser: Batch[] = [
  deleteNotes,
  deleteSecurityEvents,
  takeVotesBack,
  deleteRevisions('post_revisions where editor_id = :id'),
  deleteDrafts('post_drafts where editor_id = :id', 'editor_id = :id'),
  deleteDrafts('posts join post_drafts on post_id = posts.id where user_id = :id'),
  deleteReviews,
  deletePreviews,
  clearNotes,
  // Revisions by others contain the user's text too.
  deleteRevisions('posts join post_revisions on post_id = posts.id where user_id = :id'),
  letGoOfPosts,
  purgeCommentsOf,
  letGoOf('comments', 'user_id'),
  letGoOf('reports', 'reporter_id'),
  letGoOf('reports', 'subject_id'),
  letGoOf('reports', 'assignee_id'),
  letGoOf('user_notes', 'author_id'),
  deleteViews,
  letGoOf('saved_views', 'user_id'),
  deleteMedia,
  letGoOfMedia,
  clearAnswers,
  clearWebhookEvents,
  remove,
]
