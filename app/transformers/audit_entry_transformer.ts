import { BaseTransformer } from '@adonisjs/core/transformers'
import {
  auditedTypes,
  transports,
  type AuditedType,
  type Transport,
  type Facts,
} from '#domain/moderation'

export interface AuditEntryRow {
  id: number
  action: string
  actor_id: number | null
  actor_username: string | null
  origin: Transport
  os_user: string | null
  host: string | null
  target_type: AuditedType
  target_id: number
  subject_id: number | null
  reason: string | null
  until: Date | null
  before: Facts
  after: Facts
  batch_id: string | null
  request_id: string | null
  created_at: Date
  previous_hash: string
  hash: string
}

const facts = { type: 'object', additionalProperties: true, examples: [{ removed: true }] }
const digest = {
  type: ['string', 'null'],
  description: 'SHA-256, in hexadecimal.',
  pattern: '^[0-9a-f]{64}$',
}

const properties = {
  id: { type: ['integer', 'null'], description: 'Null for a dry run.', examples: [7] },
  action: { type: 'string', examples: ['post.remove'] },
  actor: {
    type: ['object', 'null'],
    description: 'Who acted; null: the machine itself, before there was an admin.',
    required: ['id', 'username'],
    properties: {
      id: { type: 'integer', examples: [2] },
      username: { type: ['string', 'null'], examples: ['moe'] },
    },
  },
  origin: { type: 'string', enum: transports, description: 'The transport.' },
  os_user: { type: ['string', 'null'], examples: ['moe'] },
  host: { type: ['string', 'null'], examples: ['plaza-1'] },
  target_type: { type: 'string', enum: auditedTypes },
  target_id: { type: 'integer', examples: [42] },
  subject_id: {
    type: ['integer', 'null'],
    description: 'The user whom it concerns.',
    examples: [7],
  },
  reason: { type: ['string', 'null'], examples: ['Advertises the same shop in every thread.'] },
  until: { oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }] },
  before: { ...facts, description: 'What changed, as it was.' },
  after: { ...facts, description: 'What changed, as it is.' },
  batch_id: { type: ['string', 'null'], format: 'uuid' },
  request_id: { type: ['string', 'null'] },
  created_at: { $ref: '#/components/schemas/Time' },
  previous_hash: { ...digest, description: 'That of the entry before; SHA-256, in hexadecimal.' },
  hash: digest,
}

export default class AuditEntryTransformer extends BaseTransformer<AuditEntryRow> {
  static readonly schema = { type: 'object', required: Object.keys(properties), properties }

  toObject() {
    const { actor_id: actorId, actor_username: username, ...row } = this.resource
    return {
      id: row.id as number | null,
      action: row.action,
      actor: actorId === null ? null : { id: actorId, username },
      origin: row.origin,
      os_user: row.os_user,
      host: row.host,
      target_type: row.target_type,
      target_id: row.target_id,
      subject_id: row.subject_id,
      reason: row.reason,
      until: row.until,
      before: row.before,
      after: row.after,
      batch_id: row.batch_id,
      request_id: row.request_id,
      created_at: row.created_at,
      previous_hash: row.previous_hash as string | null,
      hash: row.hash as string | null,
    }
  }

  /** As it would be: it was not kept. */
  forDryRun() {
    return { ...this.toObject(), id: null, previous_hash: null, hash: null }
  }
}
