import { setTimeout as sleep } from 'node:timers/promises'
import config from '@adonisjs/core/services/config'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import PostsPublished from '#events/posts_published'
import PostsUnpublished from '#events/posts_unpublished'
import { inBatch } from '#jobs/deletions/batch'
import { idsInGroups } from '#queries/posts/translations'
import { schedulesHeld, schedulesLate } from '#observability/metrics'
import { holds } from '#resources/user'

const MAX_BATCH_ROWS = 500

/** What is published within this time bears its own. So many posts that are due at once keep their order. */
const ON_TIME = `interval '10 s'`

/** Publishes and unpublishes what is due by the clock of the database. @returns changed posts */
export async function runSchedules(signal?: AbortSignal): Promise<number> {
  // What ends goes first: it may not be shown any longer.
  const ended = await inBatches(endBatch, signal)
  return ended + (await inBatches(publishBatch, signal))
}

/** Pauses as long as it works: requests need the database as well. */
async function inBatches(run: () => Promise<number>, signal?: AbortSignal): Promise<number> {
  let total = 0
  for (let rows = MAX_BATCH_ROWS; rows === MAX_BATCH_ROWS && !signal?.aborted; total += rows) {
    const start = performance.now()
    rows = await run()
    if (rows === MAX_BATCH_ROWS) await sleep(performance.now() - start)
  }
  return total
}

/**
 * A post keeps the place of its first publication. The users whose posts are counted are locked in the
 * order of their ids.
 */
const publishDue = `
  with due as (
    select id, user_id, publish_at, now() - publish_at as late from posts
    where publish_at <= now() and publish_at is not null and held is null and trashed_at is null
    order by publish_at, id limit ${MAX_BATCH_ROWS} for no key update skip locked
  ), judged as (
    select due.*, case
      when posts.unpublish_at <= now() then 'late'
      when on_missed = 'hold' and late > :grace * interval '1 s' then 'late'
      when users.id is null or ${holds('silenced')} or ${holds('suspended')} then 'invalid'
    end as reason
    from due join posts using (id)
    left join users on users.id = due.user_id and users.erased_at is null
  )
  update posts set
    published = posts.published or reason is null,
    published_at = case when reason is null then
      coalesce(published_at, case when late <= ${ON_TIME} then judged.publish_at else now() end)
      else published_at end,
    late_seconds = case when reason is null and late > :grace * interval '1 s'
      then extract(epoch from late)::integer end,
    held = reason,
    publish_at = case when reason is not null then judged.publish_at end,
    on_missed = case when reason is not null then on_missed end,
    time_zone = case when reason is not null or unpublish_at is not null then time_zone end,
    updated_at = now()
  from judged, (select lock_users(array(select user_id from due))) as locked
  where posts.id = judged.id
  returning posts.id, reason, late_seconds, translation_group`

interface DuePost {
  id: number
  reason: string | null
  late_seconds: number | null
  translation_group: number | null
}

async function publishBatch(): Promise<number> {
  const grace = config.get<number>('content.scheduleGraceSeconds')
  const rows = await inBatch<DuePost[]>((client) => rowsOf(client, publishDue, { grace }))
  const published = rows.filter(({ reason }) => reason === null)
  schedulesHeld.inc(rows.length - published.length)
  schedulesLate.inc(rows.filter(({ late_seconds: late }) => late !== null).length)
  if (published.length > 0) await PostsPublished.dispatch(await withTranslations(published))
  return rows.length
}

const endDue = `
  with due as (
    select id, user_id from posts
    where published and unpublish_at <= now() and unpublish_at is not null
    order by unpublish_at, id limit ${MAX_BATCH_ROWS} for no key update skip locked
  )
  update posts set published = false, unpublish_at = null, time_zone = null, updated_at = now()
  from due, (select lock_users(array(select user_id from due))) as locked
  where posts.id = due.id returning posts.id, translation_group`

async function endBatch(): Promise<number> {
  const rows = await inBatch<ChangedPost[]>((client) => rowsOf(client, endDue))
  if (rows.length > 0) await PostsUnpublished.dispatch(await withTranslations(rows))
  return rows.length
}

type ChangedPost = Pick<DuePost, 'id' | 'translation_group'>

/** The ids of the posts, and of those that show them as translations. */
async function withTranslations(changed: ChangedPost[]): Promise<number[]> {
  const ids = changed.map(({ id }) => id)
  const groups = changed.map((post) => post.translation_group).filter((group) => group !== null)
  if (groups.length === 0) return ids
  return [...new Set([...ids, ...(await idsInGroups(groups))])]
}

async function rowsOf(client: TransactionClientContract, text: string, values = {}) {
  const { rows } = await client.rawQuery(text, values)
  return rows
}
