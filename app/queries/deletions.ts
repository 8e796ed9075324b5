import db from '@adonisjs/lucid/services/db'

/** What names an erased account or a deleted post. */
export type DeletionKey = { type: 'user' | 'post'; id: number }

/** An erased account or a deleted post: hidden already, and not gone yet. */
export type Deletion = DeletionKey & { since: Date }

const hidden = (limit: number) => `
  (select 'user' as type, id, erased_at as since from users where erased_at is not null
   order by id limit ${limit})
  union all
  (select 'post', id, deleted_at from posts where deleted_at is not null
   order by id limit ${limit})`

/** How many of each kind are looked for at a time. */
const MAX_PENDING = 1000

/** What is hidden and not gone yet. */
export async function pendingDeletions(): Promise<Deletion[]> {
  const { rows } = await db.rawQuery(hidden(MAX_PENDING))
  return rows
}

/** Whether something is left of it. */
export async function isPending({ type, id }: DeletionKey): Promise<boolean> {
  const marked = type === 'user' ? 'users where erased_at' : 'posts where deleted_at'
  const { rows } = await db.rawQuery(`select from ${marked} is not null and id = :id`, { id })
  return rows.length > 0
}

/** How many of each kind a list shows. */
const MAX_LISTED = 50

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
     from (${hidden(MAX_LISTED)}) as pending order by since, type, id`
  )
  return rows
}
