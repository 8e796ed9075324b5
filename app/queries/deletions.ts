import db from '@adonisjs/lucid/services/db'

export type DeletionKey = { type: 'user' | 'post'; id: number }

export type Deletion = DeletionKey & { since: Date }

const hidden = (limit: number) => `
  (select 'user' as type, id, erased_at as since from users where erased_at is not null
   order by id limit ${limit})
  union all
  (select 'post', id, deleted_at from posts where deleted_at is not null
   order by id limit ${limit})`

const MAX_PENDING = 1000

export async function pendingDeletions(): Promise<Deletion[]> {
  const { rows } = await db.rawQuery(hidden(MAX_PENDING))
  return rows
}

export async function isPending({ type, id }: DeletionKey): Promise<boolean> {
  const marked = type === 'user' ? 'users where erased_at' : 'posts where deleted_at'
  const { rows } = await db.rawQuery(`select from ${marked} is not null and id = :id`, { id })
  return rows.length > 0
}

const MAX_LISTED = 50

/** A larger number is no help to a reader. */
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
  /** Posts, comments and votes; counting is limited. */
  rows_left: number
}

export async function listDeletions(): Promise<DeletionRow[]> {
  const { rows } = await db.rawQuery(
    `select pending.*,
       case when type = 'user' then ${leftOfUser} else ${leftOfPost} end as rows_left
     from (${hidden(MAX_LISTED)}) as pending order by since, type, id`
  )
  return rows
}
