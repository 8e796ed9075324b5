import db from '@adonisjs/lucid/services/db'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import NotFoundException from '#exceptions/not_found_exception'
import Report from '#models/report'
import type { JsonResponse } from '#http/json_response'
import { appendMember } from '#http/append_member'
import { entityTag } from '#http/entity_tag'
import { mayModerate, withStaffIds } from '#queries/staff/filters'
import { conditionsOf, narrow } from '#queries/filters'
import { historyOf } from '#queries/staff/list_audit'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import { findTarget } from '#queries/staff/find_target'
import { postExists } from '#domain/visibility'
import { reportReasons, type ReportStatus } from '#domain/moderation'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import type { ListedBy } from '#resources/definition/resource'
import { filedReport, reportGroup } from '#resources/report'

export type ListReportsOptions = StaffPageOptions & ListedBy<typeof reportGroup>

const reportsShown = 100

const snapshotsShown = 10

const counts = reportReasons
  .map((reason) => `'${reason}', nullif(count(*) filter (where reason = '${reason}'), 0)`)
  .join(', ')

/** Erased reporters count one by one. */
const together = `
  select count(distinct coalesce(reporter_id, -id)) as reporters_count,
    max(assignee_id) as assignee_id, max(snapshot_id) as snapshot_id,
    min(created_at) as first_reported_at, max(created_at) as last_reported_at,
    jsonb_strip_nulls(jsonb_build_object(${counts})) as reasons
  from reports as members
  where members.target_type = reports.target_type and members.target_id = reports.target_id
    and members.status = reports.status`

const isFirstOfGroup = `not exists (
  select from reports as earlier
  where earlier.target_type = reports.target_type and earlier.target_id = reports.target_id
    and earlier.status = reports.status and earlier.id < reports.id
)`

/** Reports with one target and status form a group with the first report's id. */
const groups = (reports = db.from('reports')) =>
  reports
    .clone()
    .whereRaw(isFirstOfGroup)
    .joinRaw(`cross join lateral (${together}) as together`)
    .joinRaw(
      `left join users as assignees
         on assignees.id = together.assignee_id and ${mayModerate('assignees')}`
    )
    .joinRaw(`left join lateral (${targets}) as targets on true`)
    .leftJoin('report_snapshots as snapshots', 'snapshots.id', 'together.snapshot_id')

const targets = `
  select posts.title as summary, users.id as author_id, users.username as author
    from posts left join authors as users on users.id = posts.user_id
    where reports.target_type = 'post' and posts.id = reports.target_id
      and ${postExists.forVisitors}
  union all
  select left(comments.content, 200), users.id, users.username
    from comments left join authors as users on users.id = comments.user_id
    where reports.target_type = 'comment' and comments.id = reports.target_id
  union all
  select coalesce(display_name, username), id, username
    from authors where reports.target_type = 'user' and id = reports.target_id
  union all
  select left(coalesce(media.alt, media.caption, media.name), 200), users.id, users.username
    from media left join authors as users on users.id = media.user_id
    where reports.target_type = 'media' and media.id = reports.target_id`

/** Oldest first by default. */
export async function listReports(options: ListReportsOptions): Promise<JsonResponse> {
  const { status = 'open', sort = 'old' } = options
  const { ReportGroup } = reportGroup.views
  const shown = { ...options, status, sort }
  const asked = await withStaffIds(ReportGroup, shown)
  const kept = db.from('reports')
  narrow(kept, conditionsOf(ReportGroup, asked))
  const query = groups(kept)
  const { assignee } = asked
  if (assignee !== undefined) assignedTo(query, status, assignee)
  const counted = assignee === undefined ? db.from(targetsOf(kept).as('targets')) : query
  return staffPage(ReportGroup, query, shown, { counted })
}

const targetsOf = (reports: DatabaseQueryBuilderContract<any>) =>
  reports.clone().distinct('target_type', 'target_id')

function assignedTo(
  query: DatabaseQueryBuilderContract<any>,
  status: ReportStatus,
  assignee: string | number
) {
  if (assignee === 'none') {
    query.whereNull('assignees.id')
    return
  }
  const assigned = db.from('reports').where({ status, assignee_id: assignee })
  query
    .where('assignees.id', assignee)
    .whereIn(
      'reports.id',
      db.from(targetsOf(assigned).as('assigned')).select(db.raw(firstId, { status }))
    )
}

const firstId = `(
  select min(id) from reports as members
  where members.target_type = assigned.target_type and members.target_id = assigned.target_id
    and members.status = :status
)`

/** @param viewerId staff, who must not see reporters of themselves @throws NotFoundException */
export async function findReport(
  id: number,
  viewerId: number,
  asked: AskedMembers = {}
): Promise<JsonResponse> {
  const report = await Report.findOrFail(id)
  const { targetType, targetId, status } = report
  const key = {
    'reports.target_type': targetType,
    'reports.target_id': targetId,
    'reports.status': status,
  }
  const isOnViewer = report.subjectId === viewerId
  const form = reportGroup.views.ReportGroupDetail.form(asked)
  const details: Record<string, () => Promise<string>> = {
    reports: async () => (isOnViewer ? '[]' : filedReports(key, form.part('reports'))),
    snapshots: () => snapshotsOf(key, form.part('snapshots')),
    target: () => findTarget(targetType, targetId),
    history: async () => {
      const part = form.part('history')
      return listOf(part, await historyOf(targetType, targetId, part))
    },
  }
  const shown = Object.keys(details).filter((name) => form.names.has(name))
  const [row, ...parts] = await Promise.all([
    groups().select(db.raw(form.select)).where(key).orderBy('reports.id').first() as Promise<
      Row | undefined
    >,
    ...shown.map((name) => details[name]()),
  ])
  // It was decided meanwhile, and is in another group now.
  if (!row) return findReport(id, viewerId, asked)
  const body = shown.reduce(
    (json, name, index) => appendMember(json, name, parts[index]),
    form.encode(row)
  )
  return { body, etag: entityTag(body, report.updatedAt.toJSDate()) }
}

const listOf = (form: Form, rows: Row[]) => `[${rows.map((row) => form.encode(row)).join()}]`

const filedReports = async (group: object, form: Form) =>
  listOf(
    form,
    await db
      .from('reports')
      .select(db.raw(form.select))
      .joinRaw(filedReport.joins)
      .where(group)
      .orderBy('reports.id')
      .limit(reportsShown)
  )

const snapshotsOf = async (group: object, form: Form) =>
  listOf(
    form,
    await db
      .from('report_snapshots')
      .select(db.raw(form.select))
      .whereIn('id', (reports) => reports.from('reports').select('snapshot_id').where(group))
      .orderBy('id', 'desc')
      .limit(snapshotsShown)
  )

const isWithOthers = `exists (
  select from reports as members join users on users.id = members.assignee_id
  where members.target_type = reports.target_type and members.target_id = reports.target_id
    and members.status = 'open' and members.assignee_id <> ? and ${mayModerate('users')}
)`

/** The oldest open group that is unassigned or the user's, and not on the user. @throws NotFoundException */
export async function findNextReport(
  userId: number,
  asked: AskedMembers = {}
): Promise<JsonResponse> {
  const first = await db
    .from('reports')
    .select('id')
    .where('status', 'open')
    .whereRaw('subject_id is distinct from ?', [userId])
    .whereRaw(`not ${isWithOthers}`, [userId])
    .orderBy('id')
    .first()
  if (!first) throw new NotFoundException('open report')
  return findReport(first.id, userId, asked)
}
