export const targetTypes = ['post', 'comment', 'user', 'media'] as const
export type TargetType = (typeof targetTypes)[number]

/** Types in the audit log, which also records reports and changes of what staff share, such as roles and tags. */
export const auditedTypes = [
  ...targetTypes,
  'report',
  'role',
  'tag',
  'collection',
  'type',
  'reason',
  'view',
  'mail',
  'batch',
  'application',
  'webhook',
  'import',
  'file',
] as const
export type AuditedType = (typeof auditedTypes)[number]

export const reportReasons = ['spam', 'abuse', 'illegal', 'other'] as const
export type ReportReason = (typeof reportReasons)[number]

export const reportStatuses = ['open', 'resolved', 'dismissed'] as const
export type ReportStatus = (typeof reportStatuses)[number]

/** Retention of a target's snapshot after its last report is closed, as an SQL interval. */
export const snapshotLifetime = '90 days'

export const transports = ['api', 'cli', 'job', 'oidc'] as const
export type Transport = (typeof transports)[number]

export interface Origin {
  /** Null: the machine itself. */
  actorId: number | null
  transport: Transport
  osUser: string | null
  host: string | null
  requestId: string | null
}

/** The changed members of a target, before or after an action. */
export type Facts = Record<string, unknown>

/** The end of a permanent sanction: the last valid time, in milliseconds (ECMA-262, section 21.4.1.1). */
export const lastMoment = 8.64e15
