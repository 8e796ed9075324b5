import type { Transport } from '#cli/transports/transport'
import type { Output } from '#cli/output/output'
import type { Column } from '#cli/output/table'
import * as audit from '#cli/resources/audit'
import * as comments from '#cli/resources/comments'
import * as posts from '#cli/resources/posts'
import * as reports from '#cli/resources/reports'
import * as users from '#cli/resources/users'

/** A resource of the API: its address, and its view for people. */
export interface Subject {
  path: string
  columns: Column[]
  /** Loads what else `show` displays. */
  related?(transport: Transport, address: string, body: any): Promise<object>
  view(body: any, output: Output): string
}

export const subjects = { users, posts, comments, reports, audit } satisfies Record<string, Subject>

export const addressOf = (subject: keyof typeof subjects, reference: string) =>
  `${subjects[subject].path}/${encodeURIComponent(reference)}`
