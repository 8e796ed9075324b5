import config from '@adonisjs/core/services/config'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import PostUpdated from '#events/post_updated'
import PostsPublished from '#events/posts_published'
import PostsUnpublished from '#events/posts_unpublished'
import { holdUnfit } from '#jobs/hold_unfit'
import { inBatch } from '#jobs/deletions/batch'
import { laidOver } from '#queries/posts/drafts'
import { noteLanguage } from '#queries/posts/languages'
import { idsInGroups } from '#queries/posts/translations'
import { schedulesHeld, schedulesLate } from '#observability/metrics'
import { holds } from '#resources/user'

const MAX_BATCH_ROWS = 500

/** A post that is published within this time gets its due time, so posts that are due together keep their order. */
const ON_TIME = `interval '10 s'`

/** The clock of the database decides. @returns changed posts */
export async function runSchedules(signal?: AbortSignal): Promise<number> {
  // Ended publications go first: they may no longer be shown.
  const ended = await inBatches(endBatch, signal)
  return ended + (await inBatches(publishBatch, signal))
}

/** Without pauses: readers wait for due posts, and a batch holds no lock that a read needs. */
async function inBatches(run: () => Promise<number>, signal?: AbortSignal): Promise<number> {
  let total = 0
  for (let rows = MAX_BATCH_ROWS; rows === MAX_BATCH_ROWS && !signal?.aborted; total += rows) {
    rows = await run()
  }
  return total
}

/** Only a copy with another slug needs a check against slugs of other posts. */
const takesSlug = 'copy.slug_given and copy.slug is distinct from posts.slug'

/** The batch stays locked, so that exactly the checked texts are published. */
const lockDue = `
  select id from posts
  where publish_at <= now() and publish_at is not null and held is null and trashed_at is null
  order by publish_at, id limit ${MAX_BATCH_ROWS} for no key update skip locked`

/**
 * A post keeps the place of its first publication. `for update` reads the working copy that was saved last.
 * The users whose posts are counted are locked in the order of their ids.
 */
const publishDue = `
  with due as (
    select id, user_id, publish_at, revision, now() - publish_at as late from posts
    where id = any(:ids) and held is null
    order by publish_at, id
  ), copies as (
    select * from post_drafts where post_id in (select id from due) for update
  ), judged as (
    select due.*, copies.post_id, copies.editor_id, copies.search, copies.search_version, copy, case
      when posts.unpublish_at <= now() then 'late'
      when posts.on_missed = 'hold' and late > :grace * interval '1 s' then 'late'
      when users.id is null or ${holds('silenced')} or ${holds('suspended')} then 'invalid'
      when copies.post_id is null then null
      when copy.title = '' or copy.content = '' or begun_from <> due.revision then 'invalid'
      when not exists (select from authors where authors.id = editor_id) then 'invalid'
      when ${takesSlug} and (
        row_number() over (
          partition by posts.type, copy.slug, ${takesSlug} order by due.publish_at, due.id
        ) > 1
        or exists (
          select from posts as other
          where other.slug = copy.slug and other.type = posts.type and other.id <> posts.id
            and (other.published_at is not null or other.publish_at is not null)
            and other.deleted_at is null
        )
      ) then 'slug_taken'
    end as reason
    from due join posts using (id)
    left join users on users.id = due.user_id and users.erased_at is null
    left join copies on copies.post_id = due.id
    cross join lateral jsonb_populate_record(posts, copies.members) as copy
  ), decided as (
    select *, post_id is not null and reason is null as lays_copy from judged
  ), published as (
    update posts set
      published = posts.published or reason is null,
      published_at = case when reason is null then
        coalesce(published_at, case when late <= ${ON_TIME} then decided.publish_at else now() end)
        else published_at end,
      late_seconds = case when reason is null and late > :grace * interval '1 s'
        then extract(epoch from late)::integer end,
      held = reason,
      publish_at = case when reason is not null then decided.publish_at end,
      on_missed = case when reason is not null then on_missed end,
      time_zone = case when reason is not null or unpublish_at is not null then time_zone end,
      ${laidOver('lays_copy', '(copy)')},
      search = case when lays_copy then decided.search else posts.search end,
      search_version = case when lays_copy then decided.search_version else posts.search_version end,
      revision = posts.revision + lays_copy::integer,
      edited_by = case when lays_copy then editor_id else edited_by end,
      updated_at = now()
    from decided, (select lock_users(array(select user_id from due))) as locked
    where posts.id = decided.id
    returning posts.id, reason, late_seconds, translation_group, posts.language, lays_copy
  ), gone as (
    delete from post_drafts using published where post_id = published.id and lays_copy
  ), reviewed as (
    delete from post_reviews using published where post_id = published.id and reason is null
  )
  select * from published`

interface DuePost {
  id: number
  reason: string | null
  late_seconds: number | null
  translation_group: number | null
  language: string
  /** Whether its copy was published. */
  lays_copy: boolean
}

async function publishBatch(): Promise<number> {
  const grace = config.get<number>('content.scheduleGraceSeconds')
  const { ids, rows } = await inBatch<{ ids: number[]; rows: DuePost[] }>(async (client) => {
    const due = (await rowsOf(client, lockDue)).map(({ id }: { id: number }) => id)
    if (due.length === 0) return { ids: [], rows: [] }
    schedulesHeld.inc(await holdUnfit(due, client))
    return { ids: due, rows: await rowsOf(client, publishDue, { ids: due, grace }) }
  })
  const published = rows.filter(({ reason }) => reason === null)
  schedulesHeld.inc(rows.length - published.length)
  schedulesLate.inc(rows.filter(({ late_seconds: late }) => late !== null).length)
  if (published.length > 0) await PostsPublished.dispatch(await withTranslations(published))
  const changed = published.filter((post) => post.lays_copy)
  for (const { id } of changed) await PostUpdated.dispatch(id)
  for (const language of new Set(changed.map((post) => post.language))) await noteLanguage(language)
  return ids.length
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

/** With the posts that show them as translations. */
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
