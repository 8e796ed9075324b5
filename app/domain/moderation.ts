/** What is reported, and acted on. */
export const targetTypes = ['post', 'comment', 'user'] as const
export type TargetType = (typeof targetTypes)[number]

/** What the audit log names: reports are handled, and roles are changed. */
export const auditedTypes = [...targetTypes, 'report', 'role'] as const
export type AuditedType = (typeof auditedTypes)[number]

export const reportReasons = ['spam', 'abuse', 'illegal', 'other'] as const
export type ReportReason = (typeof reportReasons)[number]

export const reportStatuses = ['open', 'resolved', 'dismissed'] as const
export type ReportStatus = (typeof reportStatuses)[number]

/** How long the text of a target is kept after the last report on it was closed, as an interval of SQL. */
export const snapshotLifetime = '90 days'

/** The ways in which staff, or the clock, come to act. */
export const transports = ['api', 'cli', 'job'] as const
export type Transport = (typeof transports)[number]

/** Who acts, and how they came in: what an audit entry says of it. */
export interface Origin {
  /** Null: the machine itself, where nobody is staff yet. */
  actorId: number | null
  transport: Transport
  osUser: string | null
  host: string | null
  requestId: string | null
}

/** What a thing was or became, as far as an act changed it. */
export type Facts = Record<string, unknown>

/** The end of what holds for good, where a number is needed: the last one that is a time (ECMA-262, section 21.4.1.1). */
export const lastMoment = 8.64e15
