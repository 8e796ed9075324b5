import { BaseTransformer } from '@adonisjs/core/transformers'
import AuditEntryTransformer, { type AuditEntryRow } from '#transformers/audit_entry_transformer'

interface BatchOutcome {
  batchId: string
  dryRun: boolean
  done: AuditEntryRow[]
  failed: { targetId: number; status: number; code: string; detail: string }[]
  repeated: number[]
}

const failure = {
  target_id: { type: 'integer', examples: [43] },
  status: { type: 'integer', examples: [409] },
  code: { type: 'string', examples: ['conflict'] },
  detail: { type: 'string', examples: ['The target has changed since you saw it. Look again.'] },
}

const properties = {
  batch_id: { type: 'string', format: 'uuid' },
  done: {
    type: 'array',
    description: 'The audit entries; of a dry run, as they would be.',
    items: { $ref: '#/components/schemas/AuditEntry' },
  },
  failed: {
    type: 'array',
    items: { type: 'object', required: Object.keys(failure), properties: failure },
  },
  repeated: {
    type: 'array',
    description: 'The targets on which the batch had acted before.',
    items: { type: 'integer', examples: [41] },
  },
}

/** What became of the targets of a part of a batch. */
export default class BatchTransformer extends BaseTransformer<BatchOutcome> {
  static readonly schema = { type: 'object', required: Object.keys(properties), properties }

  toObject() {
    const { batchId, dryRun, done, failed, repeated } = this.resource
    return {
      batch_id: batchId,
      done: done.map((row) => {
        const entry = new AuditEntryTransformer(row)
        return dryRun ? entry.forDryRun() : entry.toObject()
      }),
      failed: failed.map(({ targetId, ...refusal }) => ({ target_id: targetId, ...refusal })),
      repeated,
    }
  }
}
