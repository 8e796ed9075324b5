import { BaseTransformer } from '@adonisjs/core/transformers'
import type Report from '#models/report'
import { reportReasons, reportStatuses, targetTypes } from '#domain/moderation'

const properties = {
  id: { type: 'integer', examples: [5] },
  target_type: { type: 'string', enum: targetTypes },
  target_id: { type: 'integer', examples: [42] },
  reason: { type: 'string', enum: reportReasons },
  details: { type: ['string', 'null'], examples: ['The same text in ten threads.'] },
  status: { type: 'string', enum: reportStatuses },
  created_at: { $ref: '#/components/schemas/Time' },
}

/** A report, as who made it sees it. */
export default class ReportTransformer extends BaseTransformer<Report> {
  static readonly schema = { type: 'object', required: Object.keys(properties), properties }

  toObject() {
    const report = this.resource
    return {
      id: report.id,
      target_type: report.targetType,
      target_id: report.targetId,
      reason: report.reason,
      details: report.details,
      status: report.status,
      created_at: report.createdAt.toJSDate(),
    }
  }
}
