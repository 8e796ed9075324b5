import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import IdempotencyKey from '#models/idempotency_key'
import { deletions } from '#queue/queues'
import { isInTrash } from '#domain/post_status'

export const MAX_PURGED = 200

interface Trashed {
  /** Of all authors if absent. */
  authorId?: number
  /** Only posts that were trashed by then. */
  until: Date
}

/** Ends up to {@link MAX_PURGED} posts in the trash for good; jobs delete their rows. @returns posts */
export function purgeTrashed({ authorId, until }: Trashed): Promise<number> {
  return db.transaction(async (client) => {
    const { rows } = await client.rawQuery(
      `update posts set deleted_at = now(), removed_at = now(), updated_at = now()
       where id = any(array(
         select id from posts where ${isInTrash} and trashed_at <= :until
           ${authorId === undefined ? '' : 'and user_id = :authorId'}
         order by trashed_at, id limit ${MAX_PURGED} for no key update skip locked
       )) returning id`,
      { until, ...(authorId !== undefined && { authorId }) }
    )
    const ids: number[] = rows.map(({ id }: { id: number }) => id)
    const left = await deleteBare(ids, client)
    await deletions.sendAll(
      left.map((id) => ({ type: 'post', id })),
      { client }
    )
    await IdempotencyKey.clearAnswers(
      ids.map((id) => `post:${id}` as const),
      client
    )
    return ids.length
  })
}

/** Most posts have neither comments nor votes, and need no job each. @returns those that have some */
async function deleteBare(ids: number[], client: TransactionClientContract): Promise<number[]> {
  const { rows } = await client.rawQuery(
    `delete from posts where id = any(:ids)
       and not exists (select from comments where post_id = posts.id)
       and not exists (select from votes where post_id = posts.id)
     returning id`,
    { ids } as Record<string, any>
  )
  const gone = new Set(rows.map(({ id }: { id: number }) => id))
  return ids.filter((id) => !gone.has(id))
}
