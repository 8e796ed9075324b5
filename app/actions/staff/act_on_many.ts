import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { refusalOf, type Refusal } from '#actions/staff/refusal'
import { targetsWithReports } from '#actions/staff/settle_reports'
import {
  refuseRepeated,
  type default as StaffAction,
  type StaffActionInput,
  type Target,
} from '#actions/staff/staff_action'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry, { type Act } from '#models/audit_entry'
import { findAuditEntries, type WrittenEntry } from '#queries/staff/list_audit'
import { batchSaves } from '#db/batch_saves'

export interface ManyActionsInput extends Omit<
  StaffActionInput,
  'targetId' | 'targetUpdatedAt' | 'reportId' | 'batchId'
> {
  batchId: string
  targets: { id: number; updatedAt?: Date }[]
}

export interface ManyActionsOutcome {
  /** In the order of the targets. */
  done: WrittenEntry[]
  failed: ({ targetId: number } & Refusal)[]
  /** Targets of an earlier run of the batch. */
  repeated: number[]
  /** Publishes the changes, for after the commit. */
  publish: () => Promise<unknown>
}

interface Done {
  action: StaffAction
  target: Target
  act: Act
}

/**
 * Acts on many targets in one transaction. A failed target leaves the others done.
 * @param begin makes an instance of the action; each serves one target
 */
export async function actOnMany(
  begin: () => StaffAction,
  { targets, ...input }: ManyActionsInput
): Promise<ManyActionsOutcome> {
  let left = targets
  let failed: ManyActionsOutcome['failed'] = []
  for (;;) {
    const run = await tryMany(begin, input, left)
    failed = failed.concat(run.failed)
    const { done, repeated, acted } = run
    if (done) {
      const publish = () => Promise.all(acted.map(({ action, target }) => action.publish(target)))
      return { done, failed, repeated, publish }
    }
    // A partial change rolls back the whole transaction, so run again without the failed targets.
    const lost = new Set(failed.map(({ targetId }) => targetId))
    left = left.filter(({ id }) => !lost.has(id))
  }
}

/** @returns no entries if a target failed after a write */
async function tryMany(
  begin: () => StaffAction,
  { client: outer, ...input }: Omit<ManyActionsInput, 'targets'>,
  targets: ManyActionsInput['targets']
) {
  const { batchId, dryRun } = input
  return outer.transaction(async (client) => {
    const ids = targets.map(({ id }) => id)
    const repeated = dryRun ? new Set<number>() : await doneBefore(begin(), batchId, ids, client)
    const due = targets.filter(({ id }) => !repeated.has(id))
    const { acted, failed, isWhole } = await actOnEach(begin, { ...input, client }, due)
    const done = isWhole ? await record(acted, input.origin, client) : undefined
    if (dryRun || !isWhole) await client.rollback()
    return { done, failed, repeated: [...repeated], acted }
  })
}

/** Reads all targets at once, and saves them together. */
async function actOnEach(
  begin: () => StaffAction,
  input: Omit<ManyActionsInput, 'targets'> & { client: TransactionClientContract },
  due: ManyActionsInput['targets']
) {
  const { client } = input
  const action = begin()
  const found = await action.findMany(
    due.map(({ id }) => id),
    client
  )
  const known = new Map(found.map((target) => [target.id, target]))
  const subjects = await action.subjectsOf(found, client)
  const reported = action.settlesReports
    ? await targetsWithReports(action.targetType, [...known.keys()], client)
    : new Set<number>()

  batchSaves(found, client)
  const failed: ManyActionsOutcome['failed'] = []
  let isWhole = true
  const attempt = async ({ id, updatedAt }: (typeof due)[number]): Promise<Done | undefined> => {
    const target = known.get(id)
    const subject = subjects.get(id) ?? null
    // Each instance keeps state for its own `publish`.
    const one = begin()
    const asked: StaffActionInput = { ...input, targetId: id, targetUpdatedAt: updatedAt }
    let isBegun = false
    try {
      if (!target) throw new NotFoundException(one.targetType)
      await one.check(asked, target, subject)
      isBegun = true
      const concerned = { subject, mayBeReported: reported.has(id) }
      return { action: one, target, act: await one.apply(asked, target, concerned, client) }
    } catch (error) {
      failed.push({ targetId: id, ...refusalOf(error) })
      if (isBegun) isWhole = false
      return undefined
    }
  }
  const acted = (await allDone(due.map(attempt))).filter((one) => one !== undefined)
  const order = new Map(due.map(({ id }, at) => [id, at]))
  failed.sort((a, b) => order.get(a.targetId)! - order.get(b.targetId)!)
  return { acted, failed, isWhole }
}

async function record(
  acted: Done[],
  origin: StaffActionInput['origin'],
  client: TransactionClientContract
): Promise<WrittenEntry[]> {
  const acts = acted.map(({ act }) => act)
  const written = await AuditEntry.recordMany(acts, origin, client).catch(refuseRepeated)
  return findAuditEntries(written, client)
}

/** Waits for all, so that none runs on after a rollback. */
async function allDone<T>(works: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works)
  return Promise.all(works)
}

async function doneBefore(
  { name, targetType }: StaffAction<any>,
  batchId: string,
  ids: number[],
  client: TransactionClientContract
): Promise<Set<number>> {
  const rows: { target_id: number }[] = await client
    .from('audit_entries')
    .where({ batch_id: batchId, action: name, target_type: targetType })
    .whereIn('target_id', ids)
    .select('target_id')
  return new Set(rows.map((row) => row.target_id))
}
