import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { refuseOneself } from '#actions/staff/oneself'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import Report from '#models/report'
import type { TargetType } from '#domain/moderation'
import type { Actor } from '#domain/roles'

interface ActionInput {
  actor: Actor
  targetId: number
  /** The affected user; null if the account is erased. */
  subjectId: number | null
  /** The report that led to the action. */
  reportId?: number
}

/**
 * Resolves the open reports on the action's target, and on the target of `reportId`, which must concern the same user.
 * @returns the number of resolved reports @throws NotFoundException, ConflictException if the report was dismissed
 */
export async function settleReports(
  action: { targetType: TargetType; settlesReports: boolean },
  { actor, targetId, subjectId, reportId }: ActionInput,
  client: TransactionClientContract
): Promise<number> {
  let settled = 0
  if (reportId !== undefined) {
    const report = await Report.query({ client }).where('id', reportId).first()
    if (!report) throw new NotFoundException('report')
    refuseOneself(actor, report.subjectId)
    if (report.subjectId !== subjectId) {
      throw new ConflictException('The report is not on the one whom this concerns.')
    }
    settled += await resolveOpen(report, client)
    if (settled === 0 && (await report.refresh()).status === 'dismissed') {
      throw new ConflictException('The report was dismissed already.')
    }
  }
  if (action.settlesReports) {
    settled += await resolveOpen({ targetType: action.targetType, targetId }, client)
  }
  return settled
}

export async function targetsWithReports(
  targetType: TargetType,
  ids: number[],
  client: TransactionClientContract
): Promise<Set<number>> {
  const rows = await Report.query({ client })
    .where({ targetType, status: 'open' })
    .whereIn('targetId', ids)
    .distinct('targetId')
  return new Set(rows.map(({ targetId }) => targetId))
}

async function resolveOpen(
  target: { targetType: TargetType; targetId: number },
  client: TransactionClientContract
): Promise<number> {
  const reports = await Report.openOn(target, client)
  await Report.close(reports, 'resolved', client)
  return reports.length
}
