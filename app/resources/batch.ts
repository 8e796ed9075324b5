import { listOf } from '#resources/definition/embedding'
import { shape, type ShapeOf } from '#resources/definition/shape'
import type { Shown } from '#resources/definition/resource'
import { arrayOf, integer, object, text } from '#resources/definition/members'
import { auditEntry } from '#resources/audit_entry'

type Entry = Shown<typeof auditEntry>

export const batchShape = shape({
  batch_id: text({ format: 'uuid' }),
  done: listOf<Entry>(auditEntry.views.AuditEntry, {
    description: 'The audit entries; of a dry run, as they would be.',
  }),
  failed: arrayOf(
    object({
      target_id: integer({ example: 43 }),
      status: integer({ example: 409 }),
      code: text({ example: 'conflict' }),
      detail: text({ example: 'The target has changed since you saw it. Look again.' }),
    })
  ),
  repeated: arrayOf(integer({ example: 41 }), {
    description: 'The targets on which the batch had acted before.',
  }),
})

interface Outcome {
  batchId: string
  dryRun: boolean
  done: Entry[]
  failed: { targetId: number; status: number; code: string; detail: string }[]
  repeated: number[]
}

export const shownBatch = ({
  batchId,
  dryRun,
  done,
  failed,
  repeated,
}: Outcome): ShapeOf<typeof batchShape> => ({
  batch_id: batchId,
  done: dryRun ? done.map(unwritten) : done,
  failed: failed.map(({ targetId, ...refusal }) => ({ target_id: targetId, ...refusal })),
  repeated,
})

export const unwritten = (entry: Entry): Entry => ({
  ...entry,
  id: null,
  previous_hash: null,
  hash: null,
})
