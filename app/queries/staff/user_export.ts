import db from '@adonisjs/lucid/services/db'
import { sanction } from '#resources/audit_entry'
import { comment } from '#resources/comment'
import { emailChange } from '#resources/email_change'
import { ownedResources } from '#queries/own/owned_resources'
import type { Row } from '#resources/definition/line'
import type { Resource } from '#resources/definition/resource'
import { identity } from '#resources/identity'
import { media } from '#resources/media'
import { invite } from '#resources/invite'
import { post } from '#resources/post'
import { savedDraft } from '#resources/post_draft'
import { review } from '#resources/post_review'
import { passkey } from '#resources/passkey'
import { personalToken } from '#resources/personal_token'
import { preview } from '#resources/preview'
import { report } from '#resources/report'
import { revision } from '#resources/revision'
import { savedView } from '#resources/saved_view'
import { securityEvent } from '#resources/security_event'
import { session } from '#resources/session'
import { user } from '#resources/user'
import { userNote } from '#resources/user_note'
import { vote } from '#resources/vote'

interface Part {
  resource: Resource
  /** Its table with the joins that its members need; the table alone by default. */
  from?: string
  /** The column with the user; `user_id` by default. */
  owner?: string
  /** Instead of it: SQL for the user's rows. */
  isOwn?: string
  /** Each key column with a value before all rows; the id by default. */
  key?: Record<string, unknown>
  condition?: string
}

const parts: Record<string, Part> = {
  posts: { resource: post },
  drafts: {
    resource: savedDraft,
    isOwn: `editor_id = :id or post_id in (select id from posts where user_id = :id)`,
    key: { post_id: 0 },
  },
  reviews: {
    resource: review,
    isOwn: 'requested_by = :id or reviewer_id = :id',
    key: { post_id: 0 },
  },
  previews: { resource: preview, owner: 'creator_id' },
  revisions: {
    resource: revision,
    owner: 'editor_id',
    key: { post_id: 0, number: 0 },
    condition: 'members is not null',
  },
  comments: { resource: comment },
  votes: { resource: vote, key: { created_at: '-infinity', post_id: 0 } },
  sessions: { resource: session },
  security_events: { resource: securityEvent },
  email_changes: { resource: emailChange },
  tokens: { resource: personalToken },
  invites: { resource: invite },
  passkeys: { resource: passkey },
  identities: { resource: identity },
  reports: {
    resource: report,
    owner: 'reporter_id',
    // Staff must not see who reported them.
    condition: 'subject_id is distinct from :readerId',
  },
  sanctions: {
    resource: sanction,
    owner: 'subject_id',
    condition: `action not in ('user.create_token', 'user.export', 'user.note', 'user.delete_note')`,
  },
  notes: { resource: userNote },
  views: { resource: savedView },
  media: { resource: media, from: media.from },
  ...Object.fromEntries(ownedResources.map((resource) => [resource.table, { resource }])),
}

/** Of the longest posts, some megabytes. */
const BATCH_ROWS = 100

/** All data of a user as chunks of JSON, read in batches. @param readerId null: the machine itself */
export async function* exportOf(id: number, readerId: number | null): AsyncGenerator<string> {
  const profile = user.exported.form()
  const { rows } = await db.rawQuery(
    `select ${profile.select} from users where id = :id and erased_at is null`,
    { id }
  )
  yield `{"user":${rows.length > 0 ? profile.encode(rows[0]) : null}`
  for (const [name, part] of Object.entries(parts)) {
    yield `,"${name}":[`
    yield* rowsOf(part, { id, readerId })
    yield ']'
  }
  yield '}'
}

async function* rowsOf(
  { resource, from, owner = 'user_id', isOwn, key = { id: 0 }, condition = 'true' }: Part,
  values: { id: number; readerId: number | null }
): AsyncGenerator<string> {
  const { table } = resource
  const form = resource.exported.form()
  const names = Object.keys(key)
  const keys = names.map((name) => `${table}.${name}`).join(', ')
  const after = names.map((name) => `:last_${name}`).join(', ')
  const statement = `
    select ${names.map((name) => `${table}.${name} as key_${name}`).join(', ')}, ${form.select}
    from ${from ?? table}
    where (${isOwn ?? `${table}.${owner} = :id`}) and (${keys}) > (${after}) and ${condition}
    order by ${keys} limit ${BATCH_ROWS}`
  let last = names.map((name) => key[name])
  for (let isFirst = true, isMore = true; isMore; isFirst = false) {
    const lastKey = Object.fromEntries(names.map((name, index) => [`last_${name}`, last[index]]))
    const { rows } = await db.rawQuery(statement, { ...values, ...lastKey } as Record<string, any>)
    isMore = rows.length === BATCH_ROWS
    if (rows.length > 0)
      yield (isFirst ? '' : ',') + rows.map((row: Row) => form.encode(row)).join()
    last = names.map((name) => rows.at(-1)?.[`key_${name}`])
  }
}
