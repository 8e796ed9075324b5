import type { Transport } from '#cli/transports/transport'
import type { Output } from '#cli/output/output'
import type { Column } from '#cli/output/table'
import * as applications from '#cli/resources/applications'
import * as audit from '#cli/resources/audit'
import * as batches from '#cli/resources/batches'
import * as collections from '#cli/resources/collections'
import * as comments from '#cli/resources/comments'
import * as media from '#cli/resources/media'
import * as posts from '#cli/resources/posts'
import * as reasons from '#cli/resources/reasons'
import * as reports from '#cli/resources/reports'
import { columnsOf, detailsOf } from '#cli/resources/shape'
import * as tags from '#cli/resources/tags'
import * as types from '#cli/resources/types'
import * as users from '#cli/resources/users'
import * as savedViews from '#cli/resources/views'
import * as webhooks from '#cli/resources/webhooks'
import type { Resource } from '#resources/definition/resource'

/** A resource of the API: its address, and its view for people. */
export interface Subject {
  path: string
  columns: Column[]
  /** Loads the further parts that `show` displays. */
  related?(transport: Transport, address: string, body: any): Promise<object>
  view(body: any, output: Output): string
}

export const subjects = {
  users,
  posts,
  comments,
  media,
  reports,
  audit,
  batches,
  tags,
  collections,
  types,
  applications,
  reasons,
  views: savedViews,
  webhooks,
} satisfies Record<string, Subject>

/** The name of a subject in the grammar. A resource that belongs to one user is its own name. */
export type SubjectName = keyof typeof subjects | Resource

export const subjectNamed = (name: SubjectName): Subject =>
  typeof name === 'string' ? subjects[name] : ownSubject(name)

function ownSubject({ table, views }: Resource): Subject {
  const [view] = Object.values(views)
  return {
    path: `/${table}`,
    columns: columnsOf(view),
    view: (row, output) => detailsOf(view, row, output),
  }
}

export const addressOf = (subject: keyof typeof subjects, reference: string) =>
  addressIn(subjects[subject], reference)

export const addressIn = ({ path }: Subject, reference: string) =>
  `${path}/${encodeURIComponent(reference)}`
