import db from '@adonisjs/lucid/services/db'
import PostsRetagged from '#events/posts_retagged'
import { MAX_POSTS, statement, type Batch } from '#jobs/deletions/batch'
import { workInTurns } from '#jobs/work_in_turns'
import { afterCommit } from '#db/after_commit'
import { tagQueue } from '#queue/queues'

const TURN_MS = 2000

/** Locked posts that still have the tag get its successor, or lose it. */
const retag: Batch = async (id, client) => {
  const { rows: locked } = await client.rawQuery(
    `select id from posts where id = any(array(
       select post_id from post_tags where tag_id = :id order by post_id limit ${MAX_POSTS}
     )) order by id for no key update`,
    { id }
  )
  const postIds: number[] = locked.map((post: { id: number }) => post.id)
  await client.rawQuery(
    `update posts set tags = tag_slugs((
       select coalesce(jsonb_agg(jsonb_build_array(slug) order by place), '[]')
       from unnest(posts.tags) with ordinality as given (slug, place)
       where slug is distinct from tag.former_slug
     ))
     from tags as tag
     where tag.id = :id and posts.id = any(:postIds)
       and exists (select from post_tags where tag_id = tag.id and post_id = posts.id)`,
    { id, postIds } as Record<string, any>
  )
  await afterCommit(client, () => PostsRetagged.dispatch(postIds))
  return postIds.length
}

/** A tag that leads to another stays, for its address. */
const remove = statement(`
  delete from tags where id = :id and slug is null
    and not exists (select from post_tags where tag_id = tags.id)`)

const isGone = `(tags.slug is null or tags.leads_to is not null)`
const hasPosts = 'exists (select from post_tags where tag_id = tags.id)'

/** Continues a joined or deleted tag. @returns `again` if posts are left */
export async function retagPosts({ id }: { id: number }, signal: AbortSignal) {
  await workInTurns(async () => [{ id, batches: [retag, remove] }], signal, TURN_MS)
  const { rows } = await db.rawQuery(
    `select from tags where id = :id and ${isGone} and (slug is null or ${hasPosts})`,
    { id }
  )
  return rows.length > 0 ? 'again' : undefined
}

/** Queues tags whose job failed, or that a late commit gave a post. @returns their number */
export async function queueTags(): Promise<number> {
  const { rows } = await db.rawQuery(
    `select id from tags where ${isGone} and (slug is null or ${hasPosts}) order by id limit 1000`
  )
  return (await tagQueue.sendAll(rows, { client: db.connection() })).length
}
