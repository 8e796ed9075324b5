import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Purge, Trashed } from '#actions/trash/trashed'
import { isCommentInTrash, isOnExistingPost, isTrashedComment } from '#domain/visibility'

const MAX_PURGED = 200

/** Deletes up to {@link MAX_PURGED} comments in the trash for good, the first deleted first. */
export const purgeTrashedComments = ({ authorId, until }: Trashed): Promise<Purge> =>
  db.transaction(async (client) => {
    const byAuthor = authorId === undefined ? '' : 'and user_id = :authorId'
    const due = `${isCommentInTrash} and deleted_at <= :until ${byAuthor}`
    const found = await find(due, { until, ...(authorId !== undefined && { authorId }) }, client)
    return {
      purged: await purge(found, isCommentInTrash, client),
      isDone: found.length < MAX_PURGED,
    }
  })

/** Deletes all deleted comments of an erased account, removed ones too. @returns their number */
export async function purgeCommentsOf(
  authorId: number,
  client: TransactionClientContract
): Promise<number> {
  const found = await find(`${isTrashedComment} and user_id = :authorId`, { authorId }, client)
  await purge(found, isTrashedComment, client)
  return found.length
}

interface Found {
  id: number
  post_id: number
}

async function find(
  condition: string,
  values: Record<string, any>,
  client: TransactionClientContract
): Promise<Found[]> {
  const { rows } = await client.rawQuery(
    `select id, post_id from comments where ${condition} and ${isOnExistingPost}
     order by deleted_at, id limit ${MAX_PURGED}`,
    values
  )
  return rows
}

async function purge(
  found: Found[],
  condition: string,
  client: TransactionClientContract
): Promise<number> {
  const posts = await lockPosts(found, client)
  const ids = found.filter((comment) => posts.has(comment.post_id)).map(({ id }) => id)
  const { rows } = await client.rawQuery(
    `update comments set content = null, user_id = null, updated_at = now()
     where id = any(:ids) and ${condition} returning id`,
    { ids } as Record<string, any>
  )
  await deleteUnanswered(
    rows.map(({ id }: { id: number }) => id),
    client
  )
  return rows.length
}

/** Replies, restores and other purges lock the posts too. A job deletes the comments of deleted posts. */
async function lockPosts(found: Found[], client: TransactionClientContract): Promise<Set<number>> {
  const { rows } = await client.rawQuery(
    `select id from posts where id = any(:ids) and deleted_at is null order by id for no key update`,
    { ids: found.map((comment) => comment.post_id) } as Record<string, any>
  )
  return new Set(rows.map(({ id }: { id: number }) => id))
}

/** Deletes tombstones without replies, and those above them that lose their last reply. */
async function deleteUnanswered(ids: number[], client: TransactionClientContract): Promise<void> {
  for (let open = ids; open.length > 0;) {
    const { rows } = await client.rawQuery(
      `delete from comments where id = any(:open) and deleted_at is not null and content is null
         and not exists (
           select from comments as replies
           where replies.post_id = comments.post_id and replies.parent_id = comments.id
         )
       returning parent_id`,
      { open } as Record<string, any>
    )
    open = rows.map((row: { parent_id: number | null }) => row.parent_id).filter(Boolean)
  }
}
