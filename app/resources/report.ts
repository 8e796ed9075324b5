import { ascending, descending } from '#resources/definition/sorts'
import { byChoice, byUser } from '#resources/definition/filters'
import { defineResource } from '#resources/definition/resource'
import { listOf } from '#resources/definition/embedding'
import {
  type CliFacts,
  integer,
  json,
  object,
  oneOf,
  text,
  time,
} from '#resources/definition/members'
import { reportedFile } from '#resources/media_parts'
import { reportReasons, reportStatuses, targetTypes, type ReportReason } from '#domain/moderation'
import { auditEntry } from '#resources/audit_entry'

/** For its reporter. */
export const report = defineResource({
  table: 'reports',
  members: {
    id: integer({ example: 5, exported: true }),
    target_type: oneOf(targetTypes, { exported: true }),
    target_id: integer({ example: 42, exported: true }),
    reason: oneOf(reportReasons, { exported: true }),
    details: text({ nullable: true, example: 'The same text in ten threads.', exported: true }),
    status: oneOf(reportStatuses, { exported: true }),
    created_at: time({ exported: true }),
  },
  views: { Report: { for: 'owner' } },
})

const person = (id: string, username: string, description: string, cli?: CliFacts) =>
  object(
    {
      id: integer({ sql: id, example: 2 }),
      username: text({ sql: username, isPlain: true, nullable: true, example: 'moe' }),
    },
    { nullable: true, description, cli }
  )

/** In the group of its target. */
export const filedReport = defineResource({
  table: 'reports',
  joins: 'left join authors as users on users.id = reports.reporter_id',
  members: {
    id: integer({ example: 5 }),
    reporter: person('reports.reporter_id', 'users.username', 'Null once the account is erased.'),
    reason: oneOf(reportReasons),
    details: text({ nullable: true, example: 'The same text in ten threads.' }),
    snapshot_id: integer({
      nullable: true,
      description: 'The copy of the target at that time, among the `snapshots`.',
      example: 3,
    }),
    created_at: time(),
  },
  views: { FiledReport: { for: 'staff', isInline: true } },
})

/** A report as it is told to the webhooks of staff. */
export const toldReport = defineResource({
  table: 'reports',
  joins: filedReport.joins,
  members: {
    id: filedReport.members.id,
    target_type: oneOf(targetTypes),
    target_id: integer({ example: 42 }),
    reporter: filedReport.members.reporter,
    reason: filedReport.members.reason,
    details: filedReport.members.details,
    created_at: filedReport.members.created_at,
  },
  views: { ToldReport: { for: 'staff', isInline: true } },
})

/** The target at the time of the report. */
export const snapshot = defineResource({
  table: 'report_snapshots',
  members: {
    id: integer({ example: 3 }),
    title: text({
      nullable: true,
      description: 'Of a post; of a user the display name; of a file the alternative text.',
      example: 'Buy watches',
    }),
    content: text({
      isLong: true,
      nullable: true,
      description: 'Of a post or a comment; of a user the bio; of a file the caption.',
      example: 'Cheap ones, here.',
    }),
    author: person(
      'report_snapshots.author_id',
      'report_snapshots.author_username',
      'Who had written it.'
    ),
    file: reportedFile,
    created_at: time(),
  },
  views: { Snapshot: { for: 'staff', isInline: true } },
})

const reasons = {
  type: 'object',
  properties: Object.fromEntries(
    reportReasons.map((reason) => [reason, { type: 'integer', examples: [1] }])
  ),
}

/** The reports on one target, which staff handle together. */
export const reportGroup = defineResource({
  table: 'reports',
  members: {
    id: integer({ description: 'That of the first report.', example: 5, cli: { column: true } }),
    target_type: oneOf(targetTypes, { cli: { label: 'On', column: true } }),
    target_id: integer({ example: 42, cli: { isHidden: true } }),
    status: oneOf(reportStatuses, { cli: { column: true } }),
    reporters_count: integer({
      sql: 'together.reporters_count',
      example: 3,
      cli: { isHidden: true },
    }),
    reasons: json<Partial<Record<ReportReason, number>>>(reasons, {
      sql: 'together.reasons',
      description: 'How many gave which reason.',
      cli: { column: true },
    }),
    assignee: person('assignees.id', 'assignees.username', 'Who takes care of it.', {
      column: true,
    }),
    first_reported_at: time({
      sql: 'together.first_reported_at',
      cli: { label: 'First', column: 'minute' },
    }),
    last_reported_at: time({ sql: 'together.last_reported_at', cli: { label: 'Last' } }),
    summary: text({
      sql: `coalesce(targets.summary, snapshots.title, left(snapshots.content, 200),
        snapshots.file ->> 'name', snapshots.author_username)`,
      nullable: true,
      description: 'The target in short; null after its copy is deleted.',
      example: 'Buy watches',
      cli: { label: 'About', column: 'elastic', isHidden: true },
    }),
    author: person(
      'coalesce(targets.author_id, snapshots.author_id)',
      'coalesce(targets.author, snapshots.author_username)',
      'The author of the target, or the reported user.',
      { isHidden: true }
    ),
    reports: listOf(filedReport.views.FiledReport, {
      description: 'The first 100. None for the one whom they are on.',
      isAppended: true,
      cli: { isHidden: true },
    }),
    snapshots: listOf(snapshot.views.Snapshot, {
      description:
        'The target as it stood when it was reported, newest first, each version once; the last 10. Kept while a report on it is open and 90 days after, whatever becomes of the target.',
      isAppended: true,
      cli: { isHidden: true },
    }),
    target: json<object | null>(
      {
        oneOf: [
          { $ref: '#/components/schemas/StaffPost' },
          { $ref: '#/components/schemas/StaffComment' },
          { $ref: '#/components/schemas/StaffUser' },
          { $ref: '#/components/schemas/StaffMedia' },
          { type: 'null' },
        ],
      },
      {
        description: 'The present target; null if it is gone.',
        isAppended: true,
        cli: { isHidden: true },
      }
    ),
    history: listOf(auditEntry.views.AuditEntry, {
      description: 'Earlier actions on the target, newest first; the last 20.',
      isAppended: true,
      cli: { isHidden: true },
    }),
  },
  filters: {
    status: byChoice(reportStatuses, {
      description: 'with this status',
      where: (status) => `reports.status = ${status}`,
    }),
    target_type: byChoice(targetTypes, {
      description: 'on a target of this type',
      where: (type) => `reports.target_type = ${type}`,
      option: 'type',
    }),
    assignee: byUser({ description: 'assigned to this user', values: { none: {} } }),
  },
  sorts: {
    old: ascending('reports.id', 'oldest first'),
    new: descending('reports.id', 'newest first'),
  },
  views: {
    ReportGroup: { for: 'staff' },
    ReportGroupDetail: { for: 'staff', with: ['reports', 'snapshots', 'target', 'history'] },
  },
})
