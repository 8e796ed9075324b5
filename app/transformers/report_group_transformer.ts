import { BaseTransformer } from '@adonisjs/core/transformers'
import {
  reportReasons,
  reportStatuses,
  targetTypes,
  type ReportReason,
  type ReportStatus,
  type TargetType,
} from '#domain/moderation'
import AuditEntryTransformer, { type AuditEntryRow } from '#transformers/audit_entry_transformer'

export interface ReportGroupRow {
  id: number
  target_type: TargetType
  target_id: number
  status: ReportStatus
  reporters_count: number
  reasons: Record<ReportReason, number>
  assignee_id: number | null
  assignee_username: string | null
  first_reported_at: Date
  last_reported_at: Date
  target_summary: string | null
  target_author_id: number | null
  target_author: string | null
}

export interface SnapshotRow {
  id: number
  author_id: number | null
  author_username: string | null
  title: string | null
  content: string | null
  created_at: Date
}

export interface FiledReportRow {
  id: number
  reporter_id: number | null
  reporter_username: string | null
  reason: ReportReason
  details: string | null
  snapshot_id: number | null
  created_at: Date
}

interface Details {
  reports: FiledReportRow[]
  snapshots: SnapshotRow[]
  target: object | null
  history: AuditEntryRow[]
}

const person = (description: string) => ({
  type: ['object', 'null'],
  description,
  required: ['id', 'username'],
  properties: {
    id: { type: 'integer', examples: [2] },
    username: { type: ['string', 'null'], examples: ['moe'] },
  },
})

const properties = {
  id: { type: 'integer', description: 'That of the first report.', examples: [5] },
  target_type: { type: 'string', enum: targetTypes },
  target_id: { type: 'integer', examples: [42] },
  status: { type: 'string', enum: reportStatuses },
  reporters_count: { type: 'integer', examples: [3] },
  reasons: {
    type: 'object',
    description: 'How many gave which reason.',
    properties: Object.fromEntries(
      reportReasons.map((reason) => [reason, { type: 'integer', examples: [1] }])
    ),
  },
  assignee: person('Who takes care of it.'),
  first_reported_at: { $ref: '#/components/schemas/Time' },
  last_reported_at: { $ref: '#/components/schemas/Time' },
  summary: {
    type: ['string', 'null'],
    description: 'What it is about, in short; null once nothing is kept of it.',
    examples: ['Buy watches'],
  },
  author: person('Who wrote it, or who it is.'),
}

const details = {
  reports: {
    type: 'array',
    description: 'The first 100. None for the one whom they are on.',
    items: {
      type: 'object',
      required: ['id', 'reporter', 'reason', 'details', 'snapshot_id', 'created_at'],
      properties: {
        id: { type: 'integer', examples: [5] },
        reporter: person('Null once the account is erased.'),
        reason: { type: 'string', enum: reportReasons },
        details: { type: ['string', 'null'], examples: ['The same text in ten threads.'] },
        snapshot_id: {
          type: ['integer', 'null'],
          description: 'What the target said then, among the `snapshots`.',
          examples: [3],
        },
        created_at: { $ref: '#/components/schemas/Time' },
      },
    },
  },
  snapshots: {
    type: 'array',
    description:
      'The target as it stood when it was reported, newest first, each version once; the last 10. Kept while a report on it is open and 90 days after, whatever becomes of the target.',
    items: {
      type: 'object',
      required: ['id', 'title', 'content', 'author', 'created_at'],
      properties: {
        id: { type: 'integer', examples: [3] },
        title: {
          type: ['string', 'null'],
          description: 'Of a post; of a user the display name.',
          examples: ['Buy watches'],
        },
        content: {
          type: ['string', 'null'],
          description: 'Of a post or a comment; of a user the bio.',
          examples: ['Cheap ones, here.'],
        },
        author: person('Who had written it.'),
        created_at: { $ref: '#/components/schemas/Time' },
      },
    },
  },
  target: {
    description: 'What was reported, as it is now; null once it is gone.',
    oneOf: [
      { $ref: '#/components/schemas/StaffPost' },
      { $ref: '#/components/schemas/StaffComment' },
      { $ref: '#/components/schemas/StaffUser' },
      { type: 'null' },
    ],
  },
  history: {
    type: 'array',
    description: 'What was done to it before, newest first; the last 20.',
    items: { $ref: '#/components/schemas/AuditEntry' },
  },
}

/** The reports on one target: what staff handle. */
export default class ReportGroupTransformer extends BaseTransformer<ReportGroupRow> {
  static readonly schema = { type: 'object', required: Object.keys(properties), properties }

  static readonly detailSchema = {
    type: 'object',
    required: Object.keys({ ...properties, ...details }),
    properties: { ...properties, ...details },
  }

  toObject() {
    const row = this.resource
    return {
      id: row.id,
      target_type: row.target_type,
      target_id: row.target_id,
      status: row.status,
      reporters_count: row.reporters_count,
      reasons: Object.fromEntries(Object.entries(row.reasons).filter(([, count]) => count > 0)),
      assignee: named(row.assignee_id, row.assignee_username),
      first_reported_at: row.first_reported_at,
      last_reported_at: row.last_reported_at,
      summary: row.target_summary,
      author: named(row.target_author_id, row.target_author),
    }
  }

  forDetail({ reports, snapshots, target, history }: Details) {
    return {
      ...this.toObject(),
      reports: reports.map(({ reporter_id: id, reporter_username: username, ...report }) => ({
        id: report.id,
        reporter: named(id, username),
        reason: report.reason,
        details: report.details,
        snapshot_id: report.snapshot_id,
        created_at: report.created_at,
      })),
      snapshots: snapshots.map(({ author_id: id, author_username: username, ...snapshot }) => ({
        id: snapshot.id,
        title: snapshot.title,
        content: snapshot.content,
        author: named(id, username),
        created_at: snapshot.created_at,
      })),
      target,
      history: history.map((entry) => new AuditEntryTransformer(entry).toObject()),
    }
  }
}

const named = (id: number | null, username: string | null) =>
  id === null ? null : { id, username }
