import { byChoice, byInteger, byText, byTime, byUser, byUuid } from '#resources/definition/filters'
import { newestFirst } from '#resources/definition/sorts'
import { defineResource } from '#resources/definition/resource'
import {
  type CliFacts,
  integer,
  json,
  object,
  oneOf,
  text,
  time,
} from '#resources/definition/members'
import { auditedTypes, transports, type Facts } from '#domain/moderation'

const facts = { type: 'object', additionalProperties: true, examples: [{ removed: true }] }

const digest = (description: string, cli: CliFacts) =>
  text({
    nullable: true,
    isPlain: true,
    pattern: '^[0-9a-f]{64}$',
    description,
    cli,
  })

/** Ids follow time, so an id can replace the time. */
const firstFrom = (mark: string) =>
  `coalesce((select id from audit_entries where created_at >= ${mark} order by created_at, id limit 1),
    ${Number.MAX_SAFE_INTEGER})`

export const auditEntry = defineResource({
  table: 'audit_entries',
  joins: 'left join authors as users on users.id = audit_entries.actor_id',
  members: {
    id: integer({
      nullable: true,
      description: 'Null for a dry run.',
      example: 7,
      cli: { column: true },
    }),
    action: text({ example: 'post.remove', cli: { column: true, after: 'actor' } }),
    actor: object(
      {
        id: integer({ sql: 'audit_entries.actor_id', example: 2 }),
        username: text({ sql: 'users.username', isPlain: true, nullable: true, example: 'moe' }),
      },
      {
        nullable: true,
        description: 'Who acted; null: the machine itself.',
        cli: { column: true, after: 'created_at' },
      }
    ),
    origin: oneOf(transports, { description: 'The transport.', cli: { label: 'Transport' } }),
    os_user: text({ nullable: true, example: 'moe', cli: { isHidden: true } }),
    host: text({ nullable: true, example: 'plaza-1', cli: { isHidden: true } }),
    target_type: oneOf(auditedTypes, { cli: { label: 'Target', column: true, after: 'action' } }),
    target_id: integer({ example: 42, cli: { isHidden: true } }),
    subject_id: integer({
      nullable: true,
      description: 'The user whom it concerns.',
      example: 7,
      cli: { isHidden: true },
    }),
    reason: text({
      nullable: true,
      example: 'Advertises the same shop in every thread.',
      cli: { column: 'elastic' },
    }),
    until: time({ nullable: true }),
    before: json<Facts>(facts, {
      description: 'What changed, as it was.',
      cli: { label: 'Changes' },
    }),
    after: json<Facts>(facts, { description: 'What changed, as it is.', cli: { isHidden: true } }),
    batch_id: text({ nullable: true, isPlain: true, format: 'uuid', cli: { label: 'Batch' } }),
    request_id: text({ nullable: true, cli: { label: 'Request' } }),
    created_at: time({ cli: { label: 'Time', column: 'minute', after: 'id' } }),
    previous_hash: digest('That of the entry before; SHA-256, in hexadecimal.', {
      label: 'Previous',
      after: 'hash',
    }),
    hash: digest('SHA-256, in hexadecimal.', {}),
  },
  filters: {
    actor: byUser({
      description: 'by this user',
      where: (id) => `audit_entries.actor_id = ${id}`,
      keepsErased: true,
    }),
    subject: byUser({
      description: 'about this user, or their posts, comments and files',
      where: (id) => `audit_entries.subject_id = ${id}`,
      keepsErased: true,
    }),
    action: byText({
      description: 'of this action',
      pattern: /^[a-z]+\.[a-z_]+$/,
      where: (name) => `audit_entries.action = ${name}`,
      example: 'post.remove',
    }),
    target_type: byChoice(auditedTypes, {
      description: 'on a target of this type',
      where: (type) => `audit_entries.target_type = ${type}`,
      option: 'type',
    }),
    target_id: byInteger({
      description: 'on the target with this id',
      where: (id) => `audit_entries.target_id = ${id}`,
      option: 'target',
    }),
    batch_id: byUuid({
      description: 'of this batch',
      where: (id) => `audit_entries.batch_id = ${id}`,
      option: 'batch',
    }),
    after: byInteger({
      description: 'after the entry with this id',
      min: 0,
      where: (id) => `audit_entries.id > ${id}`,
    }),
    since: byTime({
      description: 'created at this time or later',
      where: (mark) => `audit_entries.id >= ${firstFrom(mark)}`,
    }),
    until: byTime({
      description: 'created before this time',
      where: (mark) => `audit_entries.id < ${firstFrom(mark)}`,
    }),
  },
  sorts: newestFirst('audit_entries'),
  views: { AuditEntry: { for: 'staff' } },
})

/** A staff action for its user: without the name of the staff member. */
export const sanction = defineResource({
  table: 'audit_entries',
  members: {
    id: integer({ example: 7 }),
    action: text({ example: 'post.remove', exported: true }),
    target_type: oneOf(auditedTypes, { exported: true }),
    target_id: integer({ example: 42, exported: true }),
    reason: text({ example: 'Advertises the same shop in every thread.', exported: true }),
    until: time({ nullable: true, exported: true }),
    created_at: time({ exported: true }),
  },
  sorts: newestFirst('audit_entries'),
  views: { Sanction: { for: 'owner' } },
})
