import db from '@adonisjs/lucid/services/db'
import CountersRebuilt from '#events/counters_rebuilt'

/** Counts all that the triggers count, anew and in one statement, and corrects what differs. */
export default class RebuildCounters {
  /** @returns how many rows were wrong, by table */
  async handle(): Promise<{ users: number; posts: number; comments: number }> {
    const corrected = await db.transaction(async (client) => {
      // It reads every row there is, which takes longer than a request ever may.
      await client.rawQuery(`set local statement_timeout = '1h'`)
      return (await client.rawQuery(recount)).rows[0]
    })
    await CountersRebuilt.dispatch()
    return corrected
  }
}

const recount = `
  with
    votes_of as (
      select post_id, count(*) filter (where value = 1) as up, count(*) filter (where value = -1) as down
      from votes group by post_id
    ),
    comments_of as (
      select post_id, count(*) as total from comments where visible group by post_id
    ),
    right_posts as (
      select posts.id, coalesce(up, 0) as up, coalesce(down, 0) as down, coalesce(total, 0) as total
      from posts
      left join votes_of on votes_of.post_id = posts.id
      left join comments_of on comments_of.post_id = posts.id
    ),
    right_comments as (
      select comments.id, count(replies.id) as total
      from comments left join comments as replies on replies.parent_id = comments.id
      group by comments.id
    ),
    right_users as (
      select users.id,
        (select count(*) from posts where posts.user_id = users.id and posts.visible) as posts,
        (
          select count(*) from comments join posts on posts.id = comments.post_id
          where comments.user_id = users.id and comments.visible and posts.visible
        ) as comments
      from users
    ),
    mended_posts as (
      update posts set upvotes = up, downvotes = down, comments_count = total
      from right_posts
      where posts.id = right_posts.id
        and (upvotes, downvotes, comments_count) is distinct from (up, down, total)
      returning 1
    ),
    mended_comments as (
      update comments set replies_count = total
      from right_comments
      where comments.id = right_comments.id and replies_count <> total
      returning 1
    ),
    mended_users as (
      update users set posts_count = right_users.posts, comments_count = right_users.comments
      from right_users
      where users.id = right_users.id
        and (posts_count, comments_count) is distinct from (right_users.posts, right_users.comments)
      returning 1
    )
  select
    (select count(*) from mended_users) as users,
    (select count(*) from mended_posts) as posts,
    (select count(*) from mended_comments) as comments
`
