import db from '@adonisjs/lucid/services/db'
import { TOP_RANK, type Permission } from '#domain/permissions'
import type { Actor } from '#domain/roles'
import { readiness } from '#queries/health/readiness'
import { mailQueue } from '#queue/queues'
import { queueDepths, type QueueDepth } from '#queries/jobs/queue_depths'
import { mayModerate } from '#queries/staff/filters'
import { stats } from '#queries/staff/stats'
import { countOf, MAX_COUNTED } from '#resources/definition/count'
import type { Day, overviewShape } from '#resources/overview'
import type { ShapeOf } from '#resources/definition/shape'

type Overview = ShapeOf<typeof overviewShape>

/**
 * Waiting work of a member of staff, and counts of the last 30 days. Except for `stats`, its cost does not grow with
 * the site. @returns null for each part whose permission the viewer lacks
 */
export async function overview(viewer: Actor): Promise<Overview> {
  const isAdmin = viewer.rank === TOP_RANK
  const has = (permission: Permission) => viewer.permissions.has(permission)
  const [reports, waiting, depths, days, checks] = await Promise.all([
    has('reports.handle') ? reportsFor(viewer.id) : null,
    countWaiting(),
    isAdmin || has('mails.manage') ? queueDepths() : [],
    has('stats.read') ? lastDays() : { counted_at: null, days: null },
    isAdmin ? readiness().then((state) => state.checks) : null,
  ])
  return {
    reports,
    applications: has('applications.handle') ? { waiting: waiting.applications } : null,
    reviews: has('posts.review') ? { requested: waiting.reviews } : null,
    schedules: has('posts.edit_any') ? { held: waiting.held } : null,
    mails: has('mails.manage') ? { failed: sumOf(depths, 'failed', mailQueue.name) } : null,
    jobs: isAdmin ? { waiting: sumOf(depths, 'waiting'), failed: sumOf(depths, 'failed') } : null,
    ...days,
    checks,
  }
}

/** Like the queue: by target, and assigned only to staff who may still handle reports. */
const openReports = `
  with looked_at as (
    select target_type, target_id, assignee_id, created_at from reports
    where status = 'open' order by id limit ${MAX_COUNTED}
  ), targets as (
    select max(assignee_id) as assignee_id from looked_at group by target_type, target_id
  )
  select count(*)::integer as open,
    count(*) filter (where assignees.id is null)::integer as unassigned,
    count(*) filter (where assignees.id = :viewerId)::integer as mine,
    (select min(created_at) from looked_at) as oldest_at
  from targets
  left join users as assignees
    on assignees.id = targets.assignee_id and ${mayModerate('assignees')}`

async function reportsFor(viewerId: number): Promise<Overview['reports']> {
  const { rows } = await db.rawQuery(openReports, { viewerId })
  const [{ oldest_at: oldest, ...counts }] = rows
  return { ...counts, oldest_at: oldest?.toISOString() ?? null }
}

async function countWaiting(): Promise<{ applications: number; reviews: number; held: number }> {
  const { rows } = await db.rawQuery(
    `select
       ${countOf('sign_ups where applied_at is not null and rejected_at is null')}::integer as applications,
       ${countOf(`post_reviews where state = 'requested'`)}::integer as reviews,
       ${countOf('posts where held is not null and trashed_at is null')}::integer as held`
  )
  return rows[0]
}

const sumOf = (depths: QueueDepth[], state: 'waiting' | 'failed', name?: string) =>
  depths
    .filter(({ queue }) => name === undefined || queue === name)
    .reduce((total, depth) => total + Number(depth[state]), 0)

async function lastDays() {
  const { counted_at: countedAt, days } = (await stats()) as {
    counted_at: string | null
    days: Day[]
  }
  return { counted_at: countedAt, days }
}
