import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import Report from '#models/report'
import { subjectOfVisible } from '#queries/reports/find_target'
import type { ReportReason, TargetType } from '#support/moderation'
import type { Actor } from '#support/roles'

interface FileReportInput {
  reporter: Actor
  targetType: TargetType
  targetId: number
  reason: ReportReason
  details?: string | null
  client: QueryClientContract
}

/**
 * Reports a post, a comment or a user to staff: once, however often it is asked.
 *
 * @returns the report, and whether it is the first one
 * @throws NotFoundException when there is no such target that the reporter may see
 */
export default class FileReport {
  async handle({ reporter, client, ...report }: FileReportInput) {
    const { targetType, targetId, reason, details = null } = report
    const subjectId = await subjectOfVisible(targetType, targetId, reporter, client)
    const key = { reporterId: reporter.id, targetType, targetId }
    const { rows } = await client.rawQuery(
      `insert into reports (reporter_id, target_type, target_id, subject_id, reason, details)
       values (:reporterId, :targetType, :targetId, :subjectId, :reason, :details)
       on conflict (reporter_id, target_type, target_id) do nothing returning id`,
      { ...key, subjectId, reason, details } as Record<string, any>
    )
    return {
      report: await Report.query({ client }).where(key).firstOrFail(),
      isNew: rows.length > 0,
    }
  }
}
