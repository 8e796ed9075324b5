import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { actOnMany, type ManyActionsOutcome } from '#actions/staff/act_on_many'
import { staffAction, staffActions } from '#actions/staff/registry'
import type { Origin } from '#domain/moderation'
import type { Actor } from '#domain/roles'

export interface BatchTarget {
  id: number
  /** The revision that the actor has seen. */
  seenAt?: Date | null
  action: string
  until: Date | null
}

export interface ActingInput {
  batchId: string
  undoes: string | null
  reason: string
  actor: Actor
  origin: Origin
  dryRun?: boolean
  client: QueryClientContract
}

export type PartOutcome = Omit<ManyActionsOutcome, 'publish'>

/** Acts on some targets of a batch that share action and term. */
export async function actOnTargets(
  targets: BatchTarget[],
  input: ActingInput
): Promise<ManyActionsOutcome> {
  const changed = await actedOnSince(targets, input)
  const outcomes = [
    refused(
      targets.filter(({ id }) => changed.has(id)),
      'It was acted on again.'
    ),
  ]
  for (const group of alike(targets.filter(({ id }) => !changed.has(id)))) {
    const [{ action, until }] = group
    if (until && until.getTime() <= Date.now()) {
      outcomes.push(refused(group, `The term is over: ${until.toISOString()}.`))
      continue
    }
    const sent = group.map(({ id, seenAt }) => ({ id, updatedAt: seenAt ?? undefined }))
    const term = until && DateTime.fromJSDate(until)
    const asked = { ...input, until: term, targets: sent }
    outcomes.push(await actOnMany(() => staffAction(action), asked))
  }
  return {
    done: outcomes.flatMap(({ done }) => done),
    failed: outcomes.flatMap(({ failed }) => failed),
    repeated: outcomes.flatMap(({ repeated }) => repeated),
    publish: () => Promise.all(outcomes.map(({ publish }) => publish())),
  }
}

const refused = (targets: BatchTarget[], detail: string): ManyActionsOutcome => ({
  done: [],
  failed: targets.map(({ id }) => ({ targetId: id, status: 409, code: 'conflict', detail })),
  repeated: [],
  publish: async () => {},
})

function alike(targets: BatchTarget[]): BatchTarget[][] {
  const groups = Map.groupBy(targets, ({ action, until }) => `${action} ${until?.getTime()}`)
  return [...groups.values()]
}

/** An undo leaves targets alone that staff removed, locked or sanctioned again after the batch. */
async function actedOnSince(
  targets: BatchTarget[],
  { batchId, undoes, client }: ActingInput
): Promise<Set<number>> {
  if (!undoes) return new Set()
  const asked = new Set(targets.map(({ action }) => action))
  const related = staffActions.filter(
    ({ name, inverse }) => asked.has(name) || (inverse && asked.has(inverse))
  )
  const { rows } = await client.rawQuery(
    `select distinct entry.target_id
     from audit_entries as entry
     join audit_entries as later using (target_type, target_id)
     where entry.batch_id = :undoes and entry.target_id = any(:ids) and later.id > entry.id
       and later.action = any(:actions) and later.batch_id is distinct from :batchId`,
    {
      batchId,
      undoes,
      ids: targets.map(({ id }) => id),
      actions: related.map(({ name }) => name),
    } as Record<string, any>
  )
  return new Set(rows.map((row: { target_id: number }) => row.target_id))
}
