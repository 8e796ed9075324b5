import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'

const MAX_POSTS = 50

/** @param signal stops after a batch @returns revisions deleted */
export async function thinRevisions(signal?: AbortSignal): Promise<number> {
  let total = 0
  for (let posts = MAX_POSTS; posts === MAX_POSTS && !signal?.aborted;) {
    const thinned = await thinBatch(config.get<number>('content.revisionsKept'))
    posts = thinned.posts
    total += thinned.deleted
  }
  return total
}

const thinBatch = (most: number) =>
  db.transaction(async (client) => {
    const { rows } = await client.rawQuery(duePosts)
    const values = { ids: rows.map(({ id }: { id: number }) => id), most } as Record<string, any>
    const { rowCount: deleted } = await client.rawQuery(deleteThinned, values)
    await client.rawQuery(dateNext, values)
    return { posts: rows.length, deleted }
  })

const duePosts = `
  select id from posts where id in (
    select post_id from (
      select post_id from post_revisions where thin_at <= now() order by thin_at, post_id limit 1000
    ) as rows limit ${MAX_POSTS}
  ) order by id for no key update skip locked`

const ageOf = (age: string) => `created_at > now() - interval '${age}'`

/**
 * Revisions that a user keeps stay. Of the others, those of one day, the last of each hour of a week and the last of
 * each later day stay; of these, only the newest ones.
 */
const deleteThinned = `
  with ranked as (
    select post_id, number, row_number() over (
      partition by post_id, case
        when ${ageOf('1 day')} then number::text
        when ${ageOf('7 days')} then date_trunc('hour', created_at)::text
        else 'day ' || date_trunc('day', created_at) end
      order by number desc
    ) as place
    from post_revisions
    where post_id = any(:ids) and not keep
      and number <> (select revision from posts where id = post_id)
  ), counted as (
    select post_id, number, place,
      sum(case when place = 1 then 1 else 0 end) over (partition by post_id order by number desc) as rank
    from ranked
  )
  delete from post_revisions using counted
  where post_revisions.post_id = counted.post_id and post_revisions.number = counted.number
    and (place > 1 or rank > :most)`

/** A post is due again when one of its revisions becomes older than a day, and than a week. */
const dateNext = `
  update post_revisions set thin_at = case
    when ${ageOf('1 day')} then created_at + interval '1 day'
    when ${ageOf('7 days')} then created_at + interval '7 days' end
  where post_id = any(:ids) and thin_at <= now()`
