import { listOf } from '#resources/definition/embedding'
import { byChoice, byUser } from '#resources/definition/filters'
import { arrayOf, integer, json, object, oneOf, text, time } from '#resources/definition/members'
import { defineResource, type Shown } from '#resources/definition/resource'
import { shape, type ShapeOf } from '#resources/definition/shape'
import { ascending, descending } from '#resources/definition/sorts'
import { auditEntry } from '#resources/audit_entry'
import { batchStates } from '#domain/batch'

type Entry = Shown<typeof auditEntry>

const uuid = { isPlain: true, format: 'uuid' } as const

export const batch = defineResource({
  table: 'batches',
  joins: `left join authors as users on users.id = batches.actor_id
    left join batches as undo on undo.undoes = batches.id`,
  members: {
    id: text({ ...uuid, example: '0f63c454-aba9-470e-9eea-41097285556a', cli: { column: true } }),
    actor: object(
      {
        id: integer({ sql: 'batches.actor_id', example: 2 }),
        username: text({ sql: 'users.username', isPlain: true, nullable: true, example: 'moe' }),
      },
      { description: 'Who began it.', cli: { column: true } }
    ),
    action: text({
      description: 'Of an undo: that of its first target.',
      example: 'post.remove',
      cli: { column: true },
    }),
    reason: text({ example: 'Advertises the same shop in every thread.' }),
    until: time({ nullable: true }),
    state: oneOf(batchStates, {
      description:
        '`open`: its client sends more. `running`: a job goes on with it. `failed`: the job stopped, as the actor may no longer act.',
      cli: { column: true },
    }),
    detail: text({ nullable: true, description: 'Why it failed.', example: null }),
    targets_count: integer({
      sql: 'batches.done_count + batches.failed_count + batches.left_count',
      description: 'Done, failed and left.',
      example: 250,
      cli: { label: 'Targets', column: true },
    }),
    done_count: integer({ example: 200, cli: { label: 'Done', column: true } }),
    failed_count: integer({ example: 1, cli: { label: 'Failed', column: true } }),
    undoes: text({ ...uuid, nullable: true, description: 'The batch that it takes back.' }),
    undone_by: text({
      ...uuid,
      sql: 'undo.id',
      nullable: true,
      description: 'The batch that takes it back.',
    }),
    created_at: time({ cli: { label: 'Time', column: 'minute', after: 'id' } }),
    ended_at: time({ nullable: true, cli: { label: 'Ended' } }),
  },
  filters: {
    actor: byUser({
      description: 'of this user',
      where: (id) => `batches.actor_id = ${id}`,
      keepsErased: true,
    }),
    state: byChoice(batchStates, {
      description: 'in this state',
      where: (state) => `batches.state = ${state}`,
    }),
  },
  sorts: {
    new: descending('batches.created_at', 'newest first'),
    old: ascending('batches.created_at', 'oldest first'),
  },
  views: { Batch: { for: 'staff' } },
})

const failure = {
  target_id: integer({ example: 43 }),
  code: text({ example: 'conflict' }),
  detail: text({ example: 'The target has changed since you saw it. Look again.' }),
}

/** A target on which a batch failed. */
export const batchFailure = defineResource({
  table: 'batch_targets',
  members: failure,
  sorts: { old: ascending('batch_targets.id', 'in the order of the batch') },
  views: { BatchFailure: { for: 'staff' } },
})

export const batchOutcomeShape = shape({
  batch: json<object | null>(
    { oneOf: [{ $ref: '#/components/schemas/Batch' }, { type: 'null' }] },
    { description: 'Null for a dry run.' }
  ),
  done: listOf<Entry>(auditEntry.views.AuditEntry, {
    description: 'The audit entries; of a dry run, as they would be. A job shows none.',
  }),
  failed: arrayOf(object({ ...failure, status: integer({ example: 409 }) })),
  repeated: arrayOf(integer({ example: 41 }), {
    description: 'The targets on which the batch had acted before.',
  }),
})

interface Outcome {
  batch: object | null
  done: Entry[]
  failed: { targetId: number; status: number; code: string; detail: string }[]
  repeated: number[]
}

export const shownOutcome = ({
  batch: shown,
  done,
  failed,
  repeated,
}: Outcome): ShapeOf<typeof batchOutcomeShape> => ({
  batch: shown,
  done: shown ? done : done.map(unwritten),
  failed: failed.map(({ targetId, ...refusal }) => ({ target_id: targetId, ...refusal })),
  repeated,
})

export const unwritten = (entry: Entry): Entry => ({
  ...entry,
  id: null,
  previous_hash: null,
  hash: null,
})
