import vine from '@vinejs/vine'
import { batchActionNames } from '#actions/staff/registry'
import { MAX_BATCH_TARGETS } from '#domain/batch'
import { batch, batchFailure } from '#resources/batch'
import { askedMembersOf } from '#validators/asked_members'
import { listValidator } from '#validators/list_parameters'
import { id, moment, reason, yes } from '#validators/rules'

const uuid = () => vine.string().uuid().toLowerCase()

const examples = ['0f63c454-aba9-470e-9eea-41097285556a']

export const batchInUrlValidator = vine.create({
  id: uuid().meta({ description: 'The id of a batch.', examples }),
})

export const beginBatchValidator = vine.create({
  id: uuid(),
  undoes: uuid().optional(),
  action: vine.enum(batchActionNames),
  reason: reason(),
  until: moment({ future: true }).nullable().optional(),
  targets: vine
    .array(vine.object({ id: id(), updated_at: moment().optional() }))
    .minLength(1)
    .maxLength(MAX_BATCH_TARGETS)
    .distinct('id'),
  remaining: vine.number({ strict: true }).withoutDecimals().range([0, 1_000_000]).optional(),
  dry_run: yes().optional(),
})

export const undoBatchValidator = vine.create({ reason: reason(), dry_run: yes().optional() })

export const listBatchesValidator = listValidator(batch, 'Batch')

export const showBatchValidator = askedMembersOf(batch.views.Batch)

export const listFailuresValidator = listValidator(batchFailure, 'BatchFailure')
