import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import Report from '#models/report'
import { subjectOfVisible } from '#queries/reports/find_target'
import { selectTarget } from '#queries/reports/targets'
import type { ReportReason, TargetType } from '#domain/moderation'
import type { Actor } from '#domain/roles'

interface FileReportInput {
  reporter: Actor
  targetType: TargetType
  targetId: number
  reason: ReportReason
  details?: string | null
  client: QueryClientContract
}

/**
 * Reports a target and keeps a snapshot. A change or a decision allows another report. @returns the open report,
 * and whether it is new @throws NotFoundException, ConflictException if the reporter wrote the target
 */
export default class FileReport {
  async handle({ reporter, client, ...report }: FileReportInput) {
    const { targetType, targetId } = report
    const subjectId = await subjectOfVisible(targetType, targetId, reporter, client)
    if (subjectId === reporter.id) throw new ConflictException('You can’t report yourself.')

    return client.transaction(async (trx) => {
      const snapshotId = await this.#keepTarget(targetType, targetId, trx)
      const key = { reporterId: reporter.id, snapshotId }
      const isNew = await this.#insert({ ...report, ...key, subjectId }, trx)
      const latest = Report.query({ client: trx }).where(key).orderBy('id', 'desc')
      return { report: await latest.firstOrFail(), isNew }
    })
  }

  /** @returns the id of the snapshot, locked until the transaction ends */
  async #keepTarget(targetType: TargetType, targetId: number, client: TransactionClientContract) {
    const { rows } = await client.rawQuery(
      `insert into report_snapshots
         (target_type, target_id, digest, author_id, author_username, title, content, file_id, file)
       ${selectTarget(targetType, ':targetId')}
       on conflict (target_type, target_id, digest) do update set last_reported_at = now()
       returning id`,
      { targetId }
    )
    if (rows.length === 0) throw new NotFoundException(targetType)
    return rows[0].id as number
  }

  /** A new report gets the assignee of the target's open reports. */
  async #insert({ details = null, ...report }: NewReport, client: TransactionClientContract) {
    const { rows } = await client.rawQuery(
      `insert into reports
         (reporter_id, snapshot_id, target_type, target_id, subject_id, reason, details, assignee_id)
       values (:reporterId, :snapshotId, :targetType, :targetId, :subjectId, :reason, :details, (
         select assignee_id from reports
         where target_type = :targetType and target_id = :targetId and status = 'open'
           and assignee_id is not null
         order by id limit 1
       ))
       on conflict (reporter_id, snapshot_id) where status = 'open' do nothing returning id`,
      { ...report, details } as Record<string, any>
    )
    return rows.length > 0
  }
}

interface NewReport extends Omit<FileReportInput, 'reporter' | 'client'> {
  reporterId: number
  snapshotId: number
  subjectId: number | null
}
