import { created, plain, takes, type Operation } from '#openapi/operation'
import { page, read } from '#openapi/operations/staff_reads'
import {
  BATCH_DAYS,
  MAX_BATCH_TARGETS,
  MAX_DRY_RUN_TARGETS,
  MAX_PART_TARGETS,
  MAX_RUNNING_BATCHES,
} from '#domain/batch'
import {
  batchInUrlValidator,
  beginBatchValidator,
  listBatchesValidator,
  listFailuresValidator,
  showBatchValidator,
  undoBatchValidator,
} from '#validators/batches'

const seen = 'Staff with `audit.read` see all batches, other staff only their own.'

const answers = {
  200: plain('BatchOutcome'),
  201: created('BatchOutcome'),
  202: {
    ...plain('BatchOutcome', ['Location']),
    description: 'A job does it: see `batch`, and ask again at `Location`',
  },
}

export const batchOperations: Record<string, Operation> = {
  'admin.batches.index': page(
    'Batch',
    'List the batches of staff actions',
    `Newest first, for ${BATCH_DAYS} days. ${seen}`,
    listBatchesValidator,
    { problems: ['not_found'] }
  ),
  'admin.batches.show': read(
    'Batch',
    'Read a batch',
    `How far it is. \`GET /admin/audit?batch_id=\` lists what it did. ${seen}`,
    { path: batchInUrlValidator, query: showBatchValidator, problems: ['not_found'] }
  ),
  'admin.batches.failures.index': page(
    'BatchFailure',
    'List the targets on which a batch failed',
    'In the order of the batch, each with the reason.',
    listFailuresValidator,
    { path: batchInUrlValidator, problems: ['not_found'] }
  ),
  'admin.batches.store': {
    summary: 'Do one action to many',
    description: `The client makes the \`id\`. A batch acts on each target once, so a request can be sent again: \`repeated\` names earlier targets, and failed targets are tried again. Up to ${MAX_PART_TARGETS} targets are done at once, in one transaction; a failure of one target leaves the others done. More, up to ${MAX_BATCH_TARGETS} within the largest body, are left to a job (202), for ${MAX_RUNNING_BATCHES} batches of one user at a time. The same \`id\` takes further targets; \`remaining\` announces them. \`undoes\` names the batch to reverse; its parts may differ in action and term. A \`dry_run\` takes up to ${MAX_DRY_RUN_TARGETS} targets and keeps nothing.`,
    body: takes(beginBatchValidator, {
      id: '0f63c454-aba9-470e-9eea-41097285556a',
      action: 'post.remove',
      reason: 'Advertises the same shop in every thread.',
      targets: [{ id: 42 }],
    }),
    problems: ['conflict', 'silenced'],
    answers,
  },
  'admin.batches.undos.store': {
    summary: 'Undo a batch',
    description:
      'Applies the inverse of each of its actions, newest first, as a new batch. An earlier sanction gets its old end again. Targets that staff acted on again meanwhile fail. A second undo does the rest.',
    path: batchInUrlValidator,
    body: takes(undoBatchValidator, { reason: 'The shop is a sponsor of the race.' }),
    problems: ['not_found', 'conflict', 'silenced'],
    answers,
  },
  'admin.batches.cancellations.store': {
    summary: 'Cancel a batch',
    description:
      'The current part ends, and finished actions stay. The audit log names the actor (`batch.cancel`).',
    path: batchInUrlValidator,
    problems: ['not_found', 'conflict', 'silenced'],
    answers: { 200: plain('Batch', ['ETag']) },
  },
}
