import { setImmediate as nextTurn } from 'node:timers/promises'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { databaseTime } from '#db/database_time'
import { compileCheck } from '#queries/types/known_types'
import type { DataSchema } from '#domain/types/data_schema'

const BATCH_ROWS = 100
const MAX_NAMED = 100

interface TypedPost {
  id: number
  data: object | null
}

/** The number of posts that don't fit a schema, and the first of them. */
export interface Unfit {
  total: number
  posts: { id: number; detail: string }[]
}

/** Published and scheduled posts. Drafts may have any data. */
const present = `
  select id, data from posts
  where type = :type and id > :after and deleted_at is null
    and (published or publish_at is not null)
  order by id limit :limit`

export async function hasMorePosts(
  type: string,
  limit: number,
  client: QueryClientContract
): Promise<boolean> {
  const { rows } = await client.rawQuery(present.replace('id, data', 'id'), {
    type,
    after: 0,
    limit: limit + 1,
  })
  return rows.length > limit
}

/** Long enough for a writer that began with the former schema. */
const RECHECK_AFTER = { seconds: 10 }

/** When the posts are checked again: a post written during a change passed the former schema. */
export const recheckTime = async (client: QueryClientContract): Promise<DateTime> =>
  (await databaseTime(client)).plus(RECHECK_AFTER)

/** Yields to the event loop between posts. @throws the reason of the signal */
export async function unfitPosts(
  type: string,
  schema: DataSchema | null,
  client: QueryClientContract,
  signal?: AbortSignal
): Promise<Unfit> {
  const check = await compileCheck(schema)
  const unfit: Unfit = { total: 0, posts: [] }
  let after = 0
  let rows: TypedPost[]
  do {
    const batch = await client.rawQuery(present, { type, after, limit: BATCH_ROWS })
    rows = batch.rows
    for (const { id, data } of rows) {
      signal?.throwIfAborted()
      const [problem] = check(data ?? {}).problems
      if (problem) note(unfit, id, problem.detail)
      after = id
      await nextTurn()
    }
  } while (rows.length === BATCH_ROWS)
  return unfit
}

function note(unfit: Unfit, id: number, detail: string) {
  unfit.total++
  if (unfit.posts.length < MAX_NAMED) unfit.posts.push({ id, detail })
}

export const checkedOf = ({ total, posts }: Unfit, status: 'refused' | 'done') => ({
  status,
  posts_count: total,
  posts: posts.map(({ id }) => id),
})
