import { BaseTransformer } from '@adonisjs/core/transformers'
import CommentTransformer, { type CommentRow } from '#transformers/comment_transformer'

export interface StaffCommentRow extends CommentRow {
  deleted_at: Date | null
  removed_at: Date | null
  reports_count: number
}

const properties = {
  ...CommentTransformer.schema.properties,
  status: { type: 'string', enum: ['visible', 'removed', 'deleted'] },
  removed_at: { oneOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }] },
  reports_count: { type: 'integer', description: 'At most 10,000 are counted.', examples: [2] },
}

/** A comment as staff see it: with what it says and who wrote it, removed or not. */
export default class StaffCommentTransformer extends BaseTransformer<StaffCommentRow> {
  static readonly schema = { type: 'object', required: Object.keys(properties), properties }

  toObject() {
    const row = this.resource
    const isDeleted = row.deleted_at !== null
    return {
      ...new CommentTransformer({ ...row, visible: !isDeleted }).toObject(),
      status: isDeleted ? 'deleted' : row.removed_at ? 'removed' : 'visible',
      removed_at: row.removed_at,
      reports_count: row.reports_count,
    }
  }
}
