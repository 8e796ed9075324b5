import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import Report from '#models/report'
import { documentOf, type Document } from '#queries/document'
import { idOfUser } from '#queries/staff/filters'
import { historyOf } from '#queries/staff/list_audit'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import { findTarget } from '#queries/staff/find_target'
import { reportReasons, type ReportStatus, type TargetType } from '#support/moderation'
import ReportGroupTransformer, {
  type FiledReportRow,
  type ReportGroupRow,
} from '#transformers/report_group_transformer'

export interface ListReportsOptions extends StaffPageOptions {
  /** Open ones, unless asked otherwise. */
  status?: ReportStatus
  target_type?: TargetType
  /** An id, `@username` or an e-mail; `none`: what nobody takes care of. */
  assignee?: string
}

/** How many reports a group shows of itself. */
const reportsShown = 100

const counts = reportReasons
  .map((reason) => `'${reason}', count(*) filter (where reason = '${reason}')`)
  .join(', ')

/** The reports on one target with one status are one group, which has the id of the first. */
const groups = () =>
  db
    .from((reports) =>
      reports
        .from('reports')
        .select(
          'target_type',
          'target_id',
          'status',
          db.raw(`min(id) as id, max(assignee_id) as assignee_id, count(*) as reporters_count,
            min(created_at) as first_reported_at, max(created_at) as last_reported_at,
            jsonb_build_object(${counts}) as reasons`)
        )
        .groupBy('target_type', 'target_id', 'status')
        .as('reports')
    )
    .select('reports.*', 'assignees.username as assignee_username', 'targets.*')
    .leftJoin('users as assignees', 'assignees.id', 'reports.assignee_id')
    .joinRaw(`left join lateral (${targets}) as targets on true`)

const targets = `
  select posts.title as target_summary, posts.user_id as target_author_id,
      users.username as target_author
    from posts left join users on users.id = posts.user_id
    where reports.target_type = 'post' and posts.id = reports.target_id
  union all
  select left(comments.content, 200), comments.user_id, users.username
    from comments left join users on users.id = comments.user_id
    where reports.target_type = 'comment' and comments.id = reports.target_id
  union all
  select coalesce(display_name, username), id, username
    from users where reports.target_type = 'user' and id = reports.target_id`

/** One page of the queue, oldest first unless asked otherwise. */
export async function listReports(options: ListReportsOptions): Promise<Document> {
  const { status = 'open', target_type: type, assignee, sort = 'old' } = options
  const query = groups()
    .where('reports.status', status)
    .if(type, (some) => some.where('reports.target_type', type!))
  if (assignee === 'none') query.whereNull('reports.assignee_id')
  else if (assignee) query.where('reports.assignee_id', await idOfUser(assignee))
  const asked = { ...options, status, sort }
  return staffPage<ReportGroupRow>(query, 'reports', asked, (row) =>
    new ReportGroupTransformer(row).toObject()
  )
}

/**
 * The group that a report belongs to, with its reports, its target and what was done about it.
 *
 * @throws NotFoundException
 */
export async function findReport(id: number): Promise<Document> {
  const report = await Report.findOrFail(id)
  const { targetType, targetId, status } = report
  const key = { target_type: targetType, target_id: targetId, status }
  const [group, reports, target, history] = await Promise.all([
    groups()
      .where('reports.target_type', targetType)
      .where('reports.target_id', targetId)
      .where('reports.status', status)
      .firstOrFail() as Promise<ReportGroupRow>,
    db
      .from('reports')
      .select('reports.*', 'users.username as reporter_username')
      .leftJoin('users', 'users.id', 'reports.reporter_id')
      .where(key)
      .orderBy('reports.id')
      .limit(reportsShown) as Promise<FiledReportRow[]>,
    findTarget(targetType, targetId),
    historyOf(targetType, targetId),
  ])
  const shown = new ReportGroupTransformer(group).forDetail({ reports, target, history })
  return documentOf(shown, report.updatedAt.toJSDate())
}

/**
 * The oldest open group that is the asker's or nobody's, and not on the asker.
 *
 * @throws NotFoundException when there is none
 */
export async function findNextReport(userId: number): Promise<Document> {
  const first = await db
    .from('reports')
    .select('id')
    .where('status', 'open')
    .where((query) => query.whereNull('assignee_id').orWhere('assignee_id', userId))
    .whereRaw('subject_id is distinct from ?', [userId])
    .orderBy('id')
    .first()
  if (!first) throw new NotFoundException('open report')
  return findReport(first.id)
}
