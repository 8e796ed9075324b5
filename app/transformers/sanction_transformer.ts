import { BaseTransformer } from '@adonisjs/core/transformers'
import { auditedTypes } from '#domain/moderation'
import type { AuditEntryRow } from '#transformers/audit_entry_transformer'

const properties = {
  id: { type: 'integer', examples: [7] },
  action: { type: 'string', examples: ['post.remove'] },
  target_type: { type: 'string', enum: auditedTypes },
  target_id: { type: 'integer', examples: [42] },
  reason: { type: 'string', examples: ['Advertises the same shop in every thread.'] },
  until: { oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }] },
  created_at: { $ref: '#/components/schemas/Time' },
}

/** What staff did to a user or to what they wrote, as the user is told: never who it was. */
export default class SanctionTransformer extends BaseTransformer<AuditEntryRow> {
  static readonly schema = { type: 'object', required: Object.keys(properties), properties }

  toObject() {
    const row = this.resource
    return {
      id: row.id,
      action: row.action,
      target_type: row.target_type,
      target_id: row.target_id,
      reason: row.reason,
      until: row.until,
      created_at: row.created_at,
    }
  }
}
