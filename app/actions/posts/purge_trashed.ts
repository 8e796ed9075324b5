import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Purge, Trashed } from '#actions/trash/trashed'
import IdempotencyKey from '#models/idempotency_key'
import { deletions } from '#queue/queues'
import { isInTrash } from '#domain/post_status'

const MAX_PURGED = 200

/** Deletes up to {@link MAX_PURGED} posts in the trash for good, the first deleted first. Jobs delete their rows. */
export function purgeTrashed(trashed: Trashed): Promise<Purge> {
  return db.transaction(async (client) => {
    const found = await find(trashed, client)
    const ids = await hide(found, client)
    const left = await deleteBare(ids, client)
    await deletions.sendAll(
      left.map((id) => ({ type: 'post', id })),
      { client }
    )
    await IdempotencyKey.clearAnswers(
      ids.map((id) => `post:${id}` as const),
      client
    )
    return { purged: ids.length, isDone: found.length < MAX_PURGED }
  })
}

async function find({ authorId, until }: Trashed, client: TransactionClientContract) {
  const { rows } = await client.rawQuery(
    `select id from posts where ${isInTrash} and trashed_at <= :until
       ${authorId === undefined ? '' : 'and user_id = :authorId'}
     order by trashed_at, id limit ${MAX_PURGED}`,
    { until, ...(authorId !== undefined && { authorId }) }
  )
  return idsOf(rows)
}

/** Locks the posts in the order of their ids, against deadlocks. Skips posts restored or removed meanwhile. */
async function hide(found: number[], client: TransactionClientContract) {
  const { rows } = await client.rawQuery(
    `update posts set deleted_at = now(), removed_at = now(), updated_at = now()
     where id = any(array(
       select id from posts where id = any(:found) and ${isInTrash} order by id for no key update
     )) returning id`,
    { found } as Record<string, any>
  )
  return idsOf(rows)
}

/** Most posts have neither comments nor votes, and need no job. @returns the other ones */
async function deleteBare(ids: number[], client: TransactionClientContract): Promise<number[]> {
  const { rows } = await client.rawQuery(
    `delete from posts where id = any(:ids)
       and not exists (select from comments where post_id = posts.id)
       and not exists (select from votes where post_id = posts.id)
     returning id`,
    { ids } as Record<string, any>
  )
  const gone = new Set(idsOf(rows))
  return ids.filter((id) => !gone.has(id))
}

const idsOf = (rows: { id: number }[]) => rows.map(({ id }) => id)
