import { BaseTransformer } from '@adonisjs/core/transformers'
import PostTransformer, { type PostRow } from '#transformers/post_transformer'

export interface StaffPostRow extends PostRow {
  reports_count: number
}

const properties = {
  ...PostTransformer.properties,
  status: { type: 'string', enum: ['visible', 'draft', 'removed'] },
  removed_at: { oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }] },
  reports_count: { type: 'integer', description: 'At most 10,000 are counted.', examples: [2] },
}

/** A post as staff see it. */
export default class StaffPostTransformer extends BaseTransformer<StaffPostRow> {
  static readonly schema = { type: 'object', required: Object.keys(properties), properties }

  toObject() {
    const row = this.resource
    return {
      ...new PostTransformer(row).toObject(),
      status: row.removed_at ? 'removed' : row.published ? 'visible' : 'draft',
      removed_at: row.removed_at,
      reports_count: row.reports_count,
    }
  }
}
