import { Bouncer } from '@adonisjs/bouncer'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { refuseOneself } from '#actions/staff/oneself'
import { settleReports } from '#actions/staff/settle_reports'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import StaffPolicy from '#policies/staff_policy'
import { findAuditEntry } from '#queries/staff/list_audit'
import { afterCommit } from '#support/after_commit'
import { violatedIndex } from '#support/database_errors'
import type { Facts, Origin, TargetType } from '#support/moderation'
import type { Actor, Role } from '#support/roles'
import type { AuditEntryRow } from '#transformers/audit_entry_transformer'

/** What an action takes beside its target and the reason. */
export interface Particulars {
  until?: DateTime | null
  role?: Role
  password?: string
  osUser?: string | null
}

export interface StaffActionInput extends Particulars {
  actor: Actor
  origin: Origin
  targetId: number
  reason: string
  /** A report that led to it, if that is on another target; the others are known. */
  reportId?: number
  /** What it is part of: a batch acts on each target once. */
  batchId?: string
  /** When the target was last changed, as far as the actor knows. */
  targetUpdatedAt?: Date
  /** Whether all is checked and nothing is kept. */
  dryRun?: boolean
  client: QueryClientContract
}

/** What staff act on: a post, a comment or a user. */
export interface Target {
  id: number
  updatedAt: DateTime
}

/**
 * One thing that staff do, from either door: change the target, settle the reports on it and write
 * the audit entry, all of it or nothing.
 */
export default abstract class StaffAction<T extends Target = Target> {
  /** What it is called: `post.remove`. */
  abstract readonly name: `${TargetType}.${string}`
  abstract readonly description: string
  abstract readonly targetType: TargetType

  /** The least role that may. */
  readonly role: Role = 'moderator'
  /** What takes it back. */
  readonly inverse: string | null = null
  /** Which particulars it takes. */
  readonly takes: readonly (keyof Particulars)[] = []
  /** Whether it is an answer to the open reports on its target. */
  readonly settlesReports: boolean = true

  /** The target, locked. */
  protected abstract find(id: number, client: TransactionClientContract): Promise<T | null>

  /** Whom it concerns: the target, or who wrote it; null once the account is erased. */
  protected abstract subjectOf(target: T, client: TransactionClientContract): Promise<Actor | null>

  /** What staff may change of a target. */
  protected abstract factsOf(target: T): Facts

  /** @returns what it did beside changing the facts; an action that does nothing is a conflict */
  protected abstract change(
    target: T,
    particulars: Particulars,
    client: TransactionClientContract
  ): Promise<Facts | void>

  /** Tells, after the commit, those who keep something of the target. */
  protected abstract tell(target: T): Promise<unknown>

  /**
   * @returns the audit entry; of a dry run, as it would be
   * @throws NotFoundException, ConflictException, E_AUTHORIZATION_FAILURE
   */
  async handle(input: StaffActionInput): Promise<AuditEntryRow> {
    const { target, entry } = await input.client.transaction(async (client) => {
      const done = await this.#act(input, client)
      if (input.dryRun) await client.rollback()
      return done
    })
    if (!input.dryRun) await afterCommit(input.client, () => this.tell(target))
    return entry
  }

  async #act(input: StaffActionInput, client: TransactionClientContract) {
    const { actor, origin, targetId, reason, batchId } = input
    const target = await this.find(targetId, client)
    if (!target) throw new NotFoundException(this.targetType)
    const subject = await this.subjectOf(target, client)
    await this.#authorize(actor, subject)
    refuseChanged(target, input.targetUpdatedAt)

    const was = this.factsOf(target)
    const done = await this.change(target, input, client)
    const { before, after } = difference(was, this.factsOf(target))
    if (!done && Object.keys(after).length === 0) {
      throw new ConflictException(
        `Nothing to do: ${this.targetType} ${targetId} is in that state already.`
      )
    }

    const settled = await settleReports(this, { ...input, subjectId: subject?.id ?? null }, client)
    const act = {
      action: this.name,
      targetType: this.targetType,
      targetId,
      subjectId: subject?.id,
      reason,
      until: this.takes.includes('until') ? input.until : null,
      before,
      after: {
        ...after,
        ...done,
        ...(input.reportId && { report_id: input.reportId }),
        ...(settled > 0 && { reports_resolved: settled }),
      },
      batchId,
    }
    const { id } = await AuditEntry.record(act, origin, client).catch(refuseRepeated)
    return { target, entry: await findAuditEntry(id, client) }
  }

  async #authorize(actor: Actor, subject: Actor | null) {
    refuseOneself(actor, subject?.id)
    await new Bouncer(actor).with(StaffPolicy).authorize('act', this, subject)
  }
}

function refuseChanged({ updatedAt }: Target, known: Date | undefined) {
  if (known && known.getTime() !== updatedAt.toMillis()) {
    throw new ConflictException('The target has changed since you saw it. Look again.')
  }
}

/** The facts that differ. */
function difference(was: Facts, is: Facts) {
  const changed = Object.keys(is).filter((name) => was[name] !== is[name])
  const pick = (facts: Facts) => Object.fromEntries(changed.map((name) => [name, facts[name]]))
  return { before: pick(was), after: pick(is) }
}

function refuseRepeated(error: unknown): never {
  if (violatedIndex(error) !== 'audit_entries_batch_unique') throw error
  throw new ConflictException('This batch has done it already.')
}
