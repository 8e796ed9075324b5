import { byCondition, byPart, byRole, byUser, createdWithin } from '#resources/definition/filters'
import { newestFirst } from '#resources/definition/sorts'
import { defineResource } from '#resources/definition/resource'
import { arrayOf, boolean, integer, oneOf, text, time } from '#resources/definition/members'
import { countOf } from '#resources/definition/count'
import { picture } from '#resources/media_parts'
import { openDays } from '#domain/email_change'
import { permissionNames, SIGN_UP_ROLE } from '#domain/permissions'

/** Whether a sanction on a row of `users` is in force, as an SQL condition. */
export const holds = (sanction: 'silenced' | 'suspended', users = 'users') =>
  `(${users}.${sanction}_at is not null
    and (${users}.${sanction}_until is null or ${users}.${sanction}_until > now()))`

const until = (sanction: 'silenced' | 'suspended') =>
  time({
    sql: (audience) =>
      audience === 'export'
        ? `users.${sanction}_until`
        : `case when ${holds(sanction)} then users.${sanction}_until end`,
    nullable: true,
    description: 'Null: for good, or not at all.',
    readBy: 'staff',
    exported: true,
    cli: { isHidden: true },
  })

export const user = defineResource({
  table: 'users',
  revision: 'updated_at',
  isTracked: true,
  members: {
    id: integer({ example: 7, exported: true, cli: { column: true } }),
    username: text({
      isPlain: true,
      example: 'alice',
      exported: true,
      cli: { label: 'User', column: true },
    }),
    display_name: text({
      nullable: true,
      example: 'Alice',
      exported: true,
      cli: { label: 'Name' },
    }),
    bio: text({
      nullable: true,
      example: 'Gardener, reader.',
      exported: true,
      cli: { after: 'email' },
    }),
    avatar: picture('users.avatar_id', 'A picture of them.'),
    header: picture('users.header_id', 'The picture above their profile.'),
    role: text({
      isPlain: true,
      description: 'The name of a role.',
      example: SIGN_UP_ROLE,
      exported: true,
      cli: { column: true },
    }),
    email_confirmed_at: time({
      nullable: true,
      description: 'Null while the e-mail is not confirmed.',
      readBy: 'owner',
      exported: true,
      onRequest: true,
      cli: false,
    }),
    new_email: text({
      sql: `(select email_changes.new_email from email_changes
        where email_changes.user_id = users.id and email_changes.confirmed_at is null
          and email_changes.withdrawn_at is null
          and email_changes.created_at > now() - interval '${openDays} days'
        order by email_changes.id desc limit 1)`,
      nullable: true,
      description: 'The e-mail that replaces `email` when it is confirmed. Null: none waits.',
      example: 'alice@example.com',
      readBy: 'owner',
      onRequest: true,
      cli: false,
    }),
    language: text({
      nullable: true,
      description: 'The language of mails to them, as a BCP 47 tag. Null: that of the site.',
      example: 'de',
      readBy: 'owner',
      exported: true,
      onRequest: true,
      cli: false,
    }),
    accepted_terms: text({
      nullable: true,
      description: 'The version of the terms that they accepted last.',
      example: '2026-12-01',
      readBy: 'owner',
      exported: true,
      onRequest: true,
      cli: false,
    }),
    accepted_terms_at: time({
      nullable: true,
      readBy: 'owner',
      exported: true,
      onRequest: true,
      cli: false,
    }),
    permissions: arrayOf(oneOf(permissionNames), {
      sql: '(select to_json(roles.permissions) from roles where roles.name = users.role)',
      description: 'What the role lets them do.',
      example: ['posts.publish', 'comments.write', 'votes.cast'],
      readBy: 'owner',
      onRequest: true,
      cli: false,
    }),
    media_bytes: integer({
      sql: `(select coalesce(sum(uploaded_bytes), 0) from media
        where media.user_id = users.id and media.removed_at is null)`,
      description: 'Bytes of their uploads; `limits.media` of `GET /instance` is the most.',
      example: 482_133,
      readBy: 'owner',
      onRequest: true,
      cli: false,
    }),
    bot: boolean({
      description: 'Whether it is a program: it has no password, and acts by its tokens alone.',
      example: false,
      exported: true,
      cli: { label: 'Bot', after: 'role' },
    }),
    created_at: time({
      exported: true,
      cli: { label: 'Joined', column: 'minute', after: 'sessions_count' },
    }),
    posts_count: integer({
      example: 12,
      cli: { label: 'Posts', column: true, after: 'suspended_until' },
    }),
    comments_count: integer({ example: 34, cli: { label: 'Comments', after: 'posts_count' } }),
    email: text({
      nullable: true,
      description: 'For its owner and staff alone. Null: a bot has none.',
      example: 'alice@example.org',
      readBy: 'owner',
      exported: true,
      cli: { label: 'E-mail', column: 'elastic', after: 'updated_at' },
    }),
    updated_at: time({
      readBy: 'staff',
      exported: true,
      cli: { label: 'Changed', after: 'created_at' },
    }),
    status: oneOf(['active', 'silenced', 'suspended'], {
      sql: `case when ${holds('suspended')} then 'suspended'
        when ${holds('silenced')} then 'silenced' else 'active' end`,
      readBy: 'staff',
      cli: { column: true },
    }),
    silenced: boolean({ sql: holds('silenced'), example: true, readBy: 'staff' }),
    silenced_until: until('silenced'),
    silenced_at: time({ nullable: true, readBy: 'export' }),
    suspended: boolean({ sql: holds('suspended'), example: false, readBy: 'staff' }),
    suspended_until: until('suspended'),
    suspended_at: time({ nullable: true, readBy: 'export' }),
    os_user: text({
      nullable: true,
      description: 'The operating-system user who acts as them from the machine.',
      example: null,
      readBy: 'staff',
      cli: { label: 'System user', after: 'role' },
    }),
    invited_by: integer({
      sql: '(select inviter_id from invited_users where invited_users.user_id = users.id)',
      nullable: true,
      description: 'The id of the user whose invite they used.',
      example: null,
      readBy: 'staff',
      cli: { label: 'Invited by', after: 'os_user' },
    }),
    reports_count: integer({
      sql: countOf('reports where subject_id = users.id'),
      description: 'Reports on them and on what they wrote; at most 10,000 are counted.',
      example: 2,
      readBy: 'staff',
      cli: { label: 'Reports', column: true, after: 'comments_count' },
    }),
    removals_count: integer({
      sql: countOf(`audit_entries where subject_id = users.id
        and action in ('post.remove', 'comment.remove', 'media.remove', 'media.bar')`),
      description: 'How often something of theirs was removed; at most 10,000 are counted.',
      example: 1,
      readBy: 'staff',
      cli: { label: 'Removals', after: 'reports_count' },
    }),
    sessions_count: integer({
      sql: countOf('sessions where user_id = users.id and expires_at > now()'),
      example: 3,
      readBy: 'staff',
      cli: { isHidden: true, after: 'removals_count' },
    }),
  },
  filters: {
    search: byPart({
      description: 'with this in the e-mail, the user name or the display name',
      for: ['staff'],
      where: (pattern) =>
        `(users.username ~ ${pattern} or users.email ~ ${pattern} or users.display_name ~ ${pattern})`,
    }),
    role: byRole({
      description: 'with this role',
      for: ['staff'],
      where: (name) => `users.role = ${name}`,
      example: SIGN_UP_ROLE,
    }),
    status: byCondition(
      {
        active: `not ${holds('silenced')} and not ${holds('suspended')}`,
        silenced: holds('silenced'),
        suspended: holds('suspended'),
      },
      { description: 'with this status', for: ['staff'] }
    ),
    invited_by: byUser({
      description: 'who used an invite of this user',
      for: ['staff'],
      where: (id) => `users.id in (select user_id from invited_users where inviter_id = ${id})`,
    }),
    ...createdWithin('users'),
  },
  sorts: newestFirst('users'),
  views: {
    User: { for: 'everybody', sometimes: ['email'] },
    OwnUser: { for: 'owner' },
    StaffUser: { for: 'staff' },
    Author: {
      for: 'everybody',
      only: ['id', 'username', 'display_name'],
      nullable: true,
      description: 'Who wrote it; null once the account is erased.',
    },
  },
})
