import { statusOfPost } from '#domain/post_status'
import { mayActOnUser } from '#domain/acting'
import { isOnExistingPost, postExists } from '#domain/visibility'
import type { Permission } from '#domain/permissions'
import type { Actor } from '#domain/roles'
import type { TimelineType } from '#resources/timeline'

/** Characters of a comment that the timeline shows. */
const EXCERPT_CHARACTERS = 200

const actor = (id: string) =>
  `case when ${id} is not null then jsonb_build_object('id', ${id}, 'username', users.username) end`

const targetOf = (table: string) =>
  `jsonb_build_object('type', ${table}.target_type, 'id', ${table}.target_id)`

interface Source {
  permission: Permission
  table: string
  joins?: string
  /** The rows about the user `:userId`, in an index that ends with the id. */
  where: string
  /** SQL by the name of a member. */
  facts: Record<string, string>
}

/** An entry has only the facts of its source; the other members are null. */
export const sources: Record<TimelineType, Source> = {
  post: {
    permission: 'posts.read_any',
    table: 'posts',
    where: `posts.user_id = :userId and ${postExists.forVisitors}`,
    facts: {
      text: 'posts.title',
      status: `case when posts.removed_at is not null then 'removed' else ${statusOfPost} end`,
    },
  },
  comment: {
    permission: 'comments.read_any',
    table: 'comments',
    where: `comments.user_id = :userId and comments.deleted_at is null and ${isOnExistingPost}`,
    facts: {
      text: `left(comments.content, ${EXCERPT_CHARACTERS})`,
      status: `case when comments.removed_at is null then 'visible' else 'removed' end`,
      target: `jsonb_build_object('type', 'post', 'id', comments.post_id)`,
    },
  },
  report_made: {
    permission: 'reports.handle',
    table: 'reports',
    // Staff must not see who reported them.
    where: `reports.reporter_id = :userId and reports.subject_id is distinct from :viewerId`,
    facts: {
      text: 'reports.details',
      status: 'reports.status',
      reason: 'reports.reason',
      target: targetOf('reports'),
    },
  },
  report_received: {
    permission: 'reports.handle',
    table: 'reports',
    joins: 'left join authors as users on users.id = reports.reporter_id',
    where: 'reports.subject_id = :userId',
    facts: {
      text: 'case when reports.subject_id <> :viewerId then reports.details end',
      status: 'reports.status',
      reason: 'reports.reason',
      target: targetOf('reports'),
      actor: `case when reports.subject_id <> :viewerId then ${actor('reports.reporter_id')} end`,
    },
  },
  action: {
    permission: 'audit.read',
    table: 'audit_entries',
    joins: 'left join authors as users on users.id = audit_entries.actor_id',
    // A note has its own entry in the timeline.
    where: `audit_entries.subject_id = :userId and audit_entries.action <> 'user.note'`,
    facts: {
      action: 'audit_entries.action',
      reason: 'audit_entries.reason',
      target: targetOf('audit_entries'),
      actor: actor('audit_entries.actor_id'),
    },
  },
  session: {
    permission: 'users.read_private',
    table: 'sessions',
    where: 'sessions.user_id = :userId',
    facts: { text: 'sessions.user_agent', address: 'sessions.address' },
  },
  note: {
    permission: 'users.read_private',
    table: 'user_notes',
    joins: 'left join authors as users on users.id = user_notes.author_id',
    where: 'user_notes.user_id = :userId',
    facts: { text: 'user_notes.text', actor: actor('users.id') },
  },
}

/** Notes are for staff of a higher rank than the user. */
export const maySee = (type: TimelineType, viewer: Actor, subject: { rank: number }) =>
  viewer.permissions.has(sources[type].permission) &&
  (type !== 'note' || mayActOnUser.holds(subject, viewer))

/** The newest rows of a source before an id, as `type`, `id`, `at` and `facts`. */
export function newestOf(type: TimelineType, before: number): string {
  const { table, joins = '', where, facts } = sources[type]
  const members = Object.entries(facts).map(([name, sql]) => `'${name}', ${sql}`)
  return `(
    select '${type}' as type, ${table}.id, ${table}.created_at as at,
      jsonb_build_object(${members.join(', ')}) as facts
    from ${table} ${joins}
    where ${where} and ${table}.id < ${before}
    order by ${table}.id desc limit :rows
  )`
}
