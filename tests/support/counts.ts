import db from '@adonisjs/lucid/services/db'
import type { Assert } from '@japa/assert'
import RebuildCounters from '#actions/counters/rebuild_counters'

/** Counts rows in the simplest way. */
export const truths = {
  posts: `
    select posts.id,
      (select count(*) from votes where post_id = posts.id and value = 1) as upvotes,
      (select count(*) from votes where post_id = posts.id and value = -1) as downvotes,
      (select count(*) from comments where post_id = posts.id and visible) as comments_count
    from posts where deleted_at is null order by id`,
  users: `
    select users.id,
      (select count(*) from posts where user_id = users.id and visible) as posts_count,
      (select count(*) from comments join posts on posts.id = post_id
       where comments.user_id = users.id and comments.visible
         and coalesce(comments.id > posts.comments_counted_after, posts.visible)
      ) as comments_count
    from users where erased_at is null order by id`,
  comments: `
    with recursive listed as (
      select id, parent_id from comments where visible
      union
      select comments.id, comments.parent_id from comments join listed on comments.id = listed.parent_id
    )
    select comments.id, coalesce(replies.total, 0) as replies_count
    from comments
    left join (select parent_id, count(*) as total from listed group by parent_id) as replies
      on replies.parent_id = comments.id
    where post_id not in (select id from posts where deleted_at is not null)
    order by id`,
}

export const columns = {
  posts: ['id', 'upvotes', 'downvotes', 'comments_count'],
  users: ['id', 'posts_count', 'comments_count'],
  comments: ['id', 'replies_count'],
}

type Table = keyof typeof truths
export const tables = Object.keys(truths) as Table[]

/** A hidden row that a job is about to delete has no counts. */
const kept: Record<Table, string> = {
  posts: 'deleted_at is null',
  users: 'erased_at is null',
  comments: 'post_id not in (select id from posts where deleted_at is not null)',
}

export const stored = (table: Table) =>
  db.from(table).select(columns[table]).whereRaw(kept[table]).orderBy('id')
export const counted = (table: Table) => db.rawQuery(truths[table]).then(({ rows }) => rows)

/** Asserts that the counters match the rows. */
export async function assertCounted(assert: Assert) {
  for (const table of tables) assert.deepEqual(await stored(table), await counted(table), table)
}

/** Recounts, for a teardown. @throws Error if a counter was wrong */
export async function refuseWrongCounters() {
  const wrong = await new RebuildCounters().handle()
  if (Object.values(wrong).some((rows) => rows > 0)) {
    throw new Error(`Counters were wrong: ${JSON.stringify(wrong)}`)
  }
}

/** Numbers that look random and are the same in each run. */
export function dice(seed: number) {
  return (sides: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((seed / 2 ** 31) * sides)
  }
}
