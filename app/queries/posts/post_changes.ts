import db from '@adonisjs/lucid/services/db'
import GoneException from '#exceptions/gone_exception'
import { Cursors } from '#db/cursor'
import { run } from '#db/statement'
import { listResponse, type JsonResponse } from '#http/json_response'
import { withHtml } from '#queries/posts/html/html_of_posts'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { post } from '#resources/post'
import { maySeePost } from '#domain/visibility'

interface AskedChanges extends AskedMembers {
  limit?: number
  after?: string
}

interface Change extends Row {
  /** Null without a change. */
  id: number | null
  xid: string
  is_shown: boolean
  /** All transactions before it have ended. */
  horizon: string
}

interface Feed {
  generation: string
  forgotten: string
}

/** This client never got withdrawn posts from before `since`. */
interface Place {
  generation: string
  xid: string
  id: number
  since: string
}

const cursors = new Cursors('post changes', 'after')

/** @throws GoneException if withdrawn posts after the cursor were deleted from the feed */
export async function listChanges({
  limit = 10,
  after,
  fields,
  include,
}: AskedChanges): Promise<JsonResponse> {
  const place = after === undefined ? null : placeOf(after)
  const form = post.views.Post.form({ fields, include })
  const values = [place?.xid ?? '0', place?.id ?? 0, place?.since ?? null, limit + 1]
  const rows = await run<Change>({ name: '', text: textOf(form.select), values })
  // Read after the rows: a deletion from the feed meanwhile makes the place too old, so no withdrawal is missed.
  const feed = await feedOf()
  if (!feed) {
    await db.rawQuery('call fill_post_changes()')
    return listChanges({ limit, after, fields, include })
  }
  if (place && isTooOld(place, feed)) throw new GoneException(tooOld)

  const [{ horizon }] = rows
  const changes = rows.filter(({ id }) => id !== null) as (Change & { id: number })[]
  const hasMore = changes.length > limit
  if (hasMore) changes.pop()
  const shown = changes.filter((change) => change.is_shown)
  const encoded = await withHtml(
    form,
    shown.map((change) => ({ id: change.id, json: form.encode(change) }))
  )
  const jsonOf = new Map(encoded.map(({ id, json }) => [id, json]))
  const items = changes.map(({ id }) => jsonOf.get(id) ?? JSON.stringify({ id, withdrawn: true }))
  const { xid, id } = changes.at(-1) ?? place ?? { xid: '0', id: 0 }
  const since = hasMore ? (place?.since ?? horizon) : horizon
  const next = cursors.seal([feed.generation, xid, id, since])
  return { ...listResponse(items, next), feed: { hasMore } }
}

const tooOld =
  'The cursor is too old: posts that were withdrawn since are forgotten. Begin again without after.'

function placeOf(after: string): Place {
  const [generation, xid, id, since] = cursors.open(after)
  return { generation: `${generation}`, xid: `${xid}`, id: Number(id), since: `${since}` }
}

const isTooOld = (place: Place, { generation, forgotten }: Feed) =>
  place.generation !== generation ||
  (BigInt(forgotten) >= BigInt(place.xid) && BigInt(forgotten) >= BigInt(place.since))

async function feedOf(): Promise<Feed | undefined> {
  const [feed] = await run<Feed>({
    name: 'post feed',
    text: 'select generation, forgotten::text as forgotten from post_feed',
    values: [],
  })
  return feed
}

/** One snapshot shows the changes, the posts, and the running transactions. */
const textOf = (select: string) => `
  select horizon::text as horizon, changes.post_id as id, changes.xid::text as xid,
    posts.id is not null as is_shown, ${select}
  from (select pg_snapshot_xmin(pg_current_snapshot()) as horizon) as running
  left join lateral (
    select post_id, xid from post_changes
    where (xid, post_id) > ($1::xid8, $2::bigint) and xid < horizon
      and (withdrawn_at is null or xid >= coalesce($3::xid8, horizon))
    order by xid, post_id limit $4
  ) as changes on true
  left join posts on posts.id = changes.post_id and ${maySeePost.forVisitors}
  ${post.joins}
  order by changes.xid, changes.post_id`
