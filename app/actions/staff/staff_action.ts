import { Bouncer } from '@adonisjs/bouncer'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { LucidRow } from '@adonisjs/lucid/types/model'
import type { DateTime } from 'luxon'
import { refuseOneself } from '#actions/staff/oneself'
import { settleReports } from '#actions/staff/settle_reports'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry, { type Act } from '#models/audit_entry'
import StaffPolicy from '#policies/staff_policy'
import { findAuditEntry, type WrittenEntry } from '#queries/staff/list_audit'
import { afterCommit } from '#db/after_commit'
import { violatedIndex } from '#db/errors'
import type { Facts, Origin, TargetType } from '#domain/moderation'
import type { Permission } from '#domain/permissions'
import type { Actor } from '#domain/roles'

export interface ActionParams {
  until?: DateTime | null
  role?: string
  password?: string
  osUser?: string | null
}

export interface ActionInput extends ActionParams {
  actor: Actor
}

export interface StaffActionInput extends ActionInput {
  origin: Origin
  targetId: number
  reason: string
  /** The report that led to the action, if it is on another target. */
  reportId?: number
  /** A batch acts on each target once. */
  batchId?: string
  /** The target's revision that the actor has seen. */
  targetUpdatedAt?: Date
  /** Throws if the client has seen another revision. */
  unlessStale?: (revision: Date) => void
  /** Checks everything and stores nothing. */
  dryRun?: boolean
  client: QueryClientContract
}

export interface Concerned {
  subject: Actor | null
  /** Whether the target may have open reports. */
  mayBeReported: boolean
}

export interface Target extends LucidRow {
  id: number
  updatedAt: DateTime
}

/** Changes the target, settles its reports and writes the audit entry, in one transaction. */
export default abstract class StaffAction<T extends Target = Target> {
  abstract readonly name: `${TargetType}.${string}`
  abstract readonly description: string
  abstract readonly targetType: TargetType

  abstract readonly permission: Permission
  /** Whether the actor could sign in as the target afterwards. */
  readonly givesAccess: boolean = false
  /** The name of the action that reverses this one. */
  readonly inverse: string | null = null
  readonly takes: readonly (keyof ActionParams)[] = []
  readonly settlesReports: boolean = true

  /** Locks the target. */
  protected abstract find(id: number, client: TransactionClientContract): Promise<T | null>

  /** Locks the targets in one order, and leaves out missing ones. */
  abstract findMany(ids: number[], client: TransactionClientContract): Promise<T[]>

  /** The affected user: the target or its author; null if the account is erased. */
  protected abstract subjectOf(target: T, client: TransactionClientContract): Promise<Actor | null>

  /** The same for many targets, by target id. */
  abstract subjectsOf(targets: T[], client: TransactionClientContract): Promise<Map<number, Actor>>

  /** The values that the audit entry compares. */
  protected abstract factsOf(target: T): Facts

  /** @returns effects beside the changed facts. Without any change the action is a conflict. */
  protected abstract change(
    target: T,
    params: ActionInput,
    client: TransactionClientContract
  ): Promise<Facts | void>

  /** Publishes the change after the commit. */
  abstract publish(target: T): Promise<unknown>

  /** @returns the audit entry (or a dry run's) @throws NotFoundException, ConflictException, E_AUTHORIZATION_FAILURE */
  async handle(input: StaffActionInput): Promise<WrittenEntry> {
    const { target, entry } = await input.client.transaction(async (client) => {
      const done = await this.#act(input, client)
      if (input.dryRun) await client.rollback()
      return done
    })
    if (!input.dryRun) await afterCommit(input.client, () => this.publish(target))
    return entry
  }

  async #act(input: StaffActionInput, client: TransactionClientContract) {
    const target = await this.find(input.targetId, client)
    if (!target) throw new NotFoundException(this.targetType)
    const subject = await this.subjectOf(target, client)
    await this.check(input, target, subject)
    const act = await this.apply(input, target, { subject, mayBeReported: true }, client)
    const { id } = await AuditEntry.record(act, input.origin, client).catch(refuseRepeated)
    return { target, entry: await findAuditEntry(id, { client }) }
  }

  /** @throws ConflictException, E_AUTHORIZATION_FAILURE, PreconditionFailedException */
  async check(input: StaffActionInput, target: T, subject: Actor | null) {
    const { actor, targetUpdatedAt, unlessStale } = input
    await this.authorize(actor, subject)
    unlessStale?.(target.updatedAt.toJSDate())
    refuseChanged(target, targetUpdatedAt)
  }

  /** @returns the audit entry to write @throws ConflictException if nothing changes */
  async apply(
    input: StaffActionInput,
    target: T,
    { subject, mayBeReported }: Concerned,
    client: TransactionClientContract
  ): Promise<Act> {
    const { targetId, reason, batchId } = input
    const was = this.factsOf(target)
    const done = await this.change(target, input, client)
    const { before, after } = difference(was, this.factsOf(target))
    if (!done && Object.keys(after).length === 0) {
      throw new ConflictException(
        `Nothing to do: ${this.targetType} ${targetId} is in that state already.`
      )
    }

    const settled = mayBeReported
      ? await settleReports(this, { ...input, subjectId: subject?.id ?? null }, client)
      : 0
    return {
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
  }

  /** @throws ConflictException, E_AUTHORIZATION_FAILURE */
  protected async authorize(actor: Actor, subject: Actor | null) {
    refuseOneself(actor, subject?.id)
    await new Bouncer(actor).with(StaffPolicy).authorize('act', this, subject)
  }
}

function refuseChanged({ updatedAt }: Target, known: Date | undefined) {
  if (known && known.getTime() !== updatedAt.toMillis()) {
    throw new ConflictException('The target has changed since you saw it. Look again.')
  }
}

function difference(was: Facts, is: Facts) {
  const changed = Object.keys(is).filter((name) => was[name] !== is[name])
  const pick = (facts: Facts) => Object.fromEntries(changed.map((name) => [name, facts[name]]))
  return { before: pick(was), after: pick(is) }
}

export function refuseRepeated(error: unknown): never {
  if (violatedIndex(error) !== 'audit_entries_batch_unique') throw error
  throw new ConflictException('This batch has done it already.')
}
