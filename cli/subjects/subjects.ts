import type { Transport } from '#cli/transports/transport'
import type { Output } from '#cli/output/output'
import type { Column } from '#cli/output/table'
import * as audit from '#cli/subjects/audit'
import * as comments from '#cli/subjects/comments'
import * as posts from '#cli/subjects/posts'
import * as reports from '#cli/subjects/reports'
import * as users from '#cli/subjects/users'

/** What commands read: where it is, and how people see it. */
export interface Subject {
  path: string
  columns: Column[]
  /** What else is shown of one of them. */
  related?(transport: Transport, address: string, body: any): Promise<object>
  view(body: any, output: Output): string
}

export const subjects = { users, posts, comments, reports, audit } satisfies Record<string, Subject>

/** The address of one of them. */
export const addressOf = (subject: keyof typeof subjects, reference: string) =>
  `${subjects[subject].path}/${encodeURIComponent(reference)}`
