import db from '@adonisjs/lucid/services/db'

/** An erased account or a deleted post: hidden already, and not gone yet. */
export interface Deletion {
  type: 'user' | 'post'
  id: number
  since: Date
}

/** How many are worked on side by side. */
const mostPending = 50

const hidden = `
  (select 'user' as type, id, erased_at as since from users where erased_at is not null
   order by id limit ${mostPending})
  union all
  (select 'post', id, deleted_at from posts where deleted_at is not null
   order by id limit ${mostPending})`

/** What is hidden and not gone yet: so many of each kind at most. */
export async function pendingDeletions(): Promise<Deletion[]> {
  const { rows } = await db.rawQuery(hidden)
  return rows
}

/** Counting stops there: beyond it a number tells nothing that one could wait for. */
const countedAtMost = 100_000

const left = (...conditions: string[]) =>
  conditions
    .map((rows) => `(select count(*) from (select from ${rows} limit ${countedAtMost}) as rows)`)
    .join(' + ')

const leftOfUser = left(
  'posts where user_id = pending.id',
  'comments where user_id = pending.id',
  'votes where user_id = pending.id'
)
const leftOfPost = left('comments where post_id = pending.id', 'votes where post_id = pending.id')

export interface DeletionRow extends Deletion {
  /** Posts, comments and votes; so many of each at most as are counted. */
  rows_left: number
}

/** What is hidden and not gone yet, with how much is left of it, the oldest first. */
export async function listDeletions(): Promise<DeletionRow[]> {
  const { rows } = await db.rawQuery(
    `select pending.*,
       case when type = 'user' then ${leftOfUser} else ${leftOfPost} end as rows_left
     from (${hidden}) as pending order by since, type, id`
  )
  return rows
}
