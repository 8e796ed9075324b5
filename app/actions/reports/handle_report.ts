import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import ValidationException from '#exceptions/validation_exception'
import AuditEntry, { type Act } from '#models/audit_entry'
import Report from '#models/report'
import User from '#models/user'
import type { Origin, ReportStatus } from '#domain/moderation'

interface HandleReportInput {
  /** Any report on the target: all its open reports are handled together. */
  id: number
  origin: Origin
  /** A user reference; null unassigns. */
  assignee?: string | null
  /** `open` changes nothing. */
  status?: ReportStatus
  reason?: string
  dryRun?: boolean
  unlessStale: (revision: Date) => void
  client: QueryClientContract
}

const closing = { resolved: 'report.resolve', dismissed: 'report.dismiss' } as const

/**
 * Assigns, resolves or dismisses the open reports on a target, each with an audit entry.
 * @throws NotFoundException, ConflictException if another member of staff was quicker, ValidationException
 */
export default class HandleReport {
  async handle(input: HandleReportInput) {
    const { id, origin, assignee, status = 'open', reason, dryRun, unlessStale, client } = input
    await client.transaction(async (trx) => {
      // First, as in changes of the user: one of them takes the reports away.
      const user = typeof assignee === 'string' ? await findAssignee(assignee, trx) : null
      const report = await Report.query({ client: trx }).where('id', id).first()
      if (!report) throw new NotFoundException('report')
      const open = await Report.openOn(report, trx)
      await report.refresh()
      unlessStale(report.updatedAt.toJSDate())
      // The open reports came after the named one was closed, so the actor has not seen them.
      if (!open.some((one) => one.id === id)) {
        throw new ConflictException('These reports were closed already.')
      }
      if (report.subjectId === origin.actorId) {
        throw new ConflictException('You can’t handle reports on yourself.')
      }

      const acts: Act[] = []
      if (assignee !== undefined) acts.push(...(await this.#assign(open, user, trx)))
      if (status !== 'open') acts.push(await this.#close(open, status, trx))
      for (const act of acts) await AuditEntry.record({ ...act, reason }, origin, trx)
      if (dryRun) await trx.rollback()
    })
  }

  /** @returns no audit entry if the reports already have this assignee */
  async #assign(open: Report[], user: User | null, client: TransactionClientContract) {
    if (user && user.id === open[0].subjectId) {
      throw new ConflictException('You can’t handle reports on yourself.')
    }
    const id = user?.id ?? null
    if (open.every(({ assigneeId }) => assigneeId === id)) return []
    const before = { assignee_id: open[0].assigneeId }
    await Report.assign(open, id, client)
    return [act('report.assign', open, before, { assignee_id: id })]
  }

  async #close(
    open: Report[],
    status: 'resolved' | 'dismissed',
    client: TransactionClientContract
  ) {
    await Report.close(open, status, client)
    return act(closing[status], open, { status: 'open' }, { status, reports: open.length })
  }
}

/** @throws ValidationException */
async function findAssignee(reference: string, client: TransactionClientContract): Promise<User> {
  const user = await User.withReference(reference, { client, withRole: true, isKept: true })
  if (!user?.mayModerate) throw new ValidationException([noStaff])
  return user
}

const act = (action: string, [first]: Report[], before: object, after: object): Act => ({
  action,
  targetType: 'report',
  targetId: first.id,
  before: { ...before },
  after: { ...after, [`${first.targetType}_id`]: first.targetId },
})

const noStaff = {
  pointer: '/assignee',
  rule: 'staff',
  detail: 'assignee must name someone who handles reports, and is neither silenced nor suspended.',
}
