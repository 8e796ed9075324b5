import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import CountersRebuilt from '#events/counters_rebuilt'
import { isOnExistingPost, maySeePost, postExists } from '#domain/visibility'

const BATCH_ROWS = 1000

/** The counts that the triggers keep, by table. */
const counters = {
  users: {
    posts_count: `select count(*) from posts where posts.user_id = users.id and ${maySeePost.forVisitors}`,
    comments_count: `
      select count(*) from comments join posts on posts.id = comments.post_id
      where comments.user_id = users.id and comments.visible
        and coalesce(comments.id > posts.comments_counted_after, ${maySeePost.forVisitors})`,
  },
  posts: {
    upvotes: `select count(*) from votes where post_id = posts.id and value = 1`,
    downvotes: `select count(*) from votes where post_id = posts.id and value = -1`,
    comments_count: `select count(*) from comments where post_id = posts.id and comments.visible`,
  },
  /** With the changes that are not folded yet. */
  tags: {
    posts_count: `
      (select count(*) from post_tags where tag_id = tags.id and visible)
      - coalesce((select sum(delta) from tag_changes where tag_id = tags.id), 0)`,
  },
  comments: {
    replies_count: `
      select count(*) from comments as replies
      where replies.post_id = comments.post_id and replies.parent_id = comments.id
        and (replies.visible or replies.replies_count > 0)`,
  },
}

type Table = keyof typeof counters

/** A job deletes the hidden rows. */
const isKept: Record<Table, string> = {
  users: 'erased_at is null',
  posts: postExists.forVisitors,
  comments: isOnExistingPost,
  tags: 'true',
}

/** Recounts in batches without locks. Locks and recounts only the wrong rows, in the order of their ids. */
export default class RebuildCounters {
  /** @returns the number of wrong rows by table */
  async handle(): Promise<Record<Table, number>> {
    const corrected = { users: 0, posts: 0, tags: 0, comments: 0 }
    for (const table of Object.keys(counters) as Table[]) {
      for (let after: number | null = 0; after !== null;) {
        const batch: Batch = await db.transaction((client) => mendBatch(table, after!, client))
        corrected[table] += batch.mended
        after = batch.last
      }
    }
    if (Object.values(corrected).some((rows) => rows > 0)) await CountersRebuilt.dispatch()
    return corrected
  }
}

interface Batch {
  mended: number
  /** Null at the end of the table. */
  last: number | null
}

async function mendBatch(
  table: Table,
  after: number,
  client: TransactionClientContract
): Promise<Batch> {
  // One row may take longer to count than a request's statement timeout.
  await client.rawQuery(`set local statement_timeout = '10min'`)
  const { rows } = await client.rawQuery(findWrong(table), { after })
  const { last, wrong: ids } = rows[0] as { last: number | null; wrong: number[] }
  if (ids.length === 0) return { mended: 0, last }

  await client.rawQuery(`select from ${table} where id = any(:ids) order by id for no key update`, {
    ids,
  } as Record<string, any>)
  const { rowCount } = await client.rawQuery(mend(table), { ids } as Record<string, any>)
  return { mended: rowCount, last }
}

const names = (table: Table) => Object.keys(counters[table]).join(', ')

const counted = (table: Table) =>
  Object.values(counters[table])
    .map((count) => `(${count})`)
    .join(', ')

const findWrong = (table: Table) => `
  with part as (
    select id from ${table} where id > :after and ${isKept[table]} order by id limit ${BATCH_ROWS}
  ), wrong as (
    select id from ${table}
    where id = any(array(select id from part)) and (${names(table)}) is distinct from (${counted(table)})
  )
  select (select max(id) from part) as last,
    (select coalesce(json_agg(id), '[]') from wrong) as wrong`

const mend = (table: Table) => `
  update ${table} set (${names(table)}) = (select ${counted(table)})
  where id = any(:ids) and (${names(table)}) is distinct from (${counted(table)})`
