import { created, nothing, pageOf, resource, takes, type Operation } from '#openapi/operation'
import { show } from '#openapi/operations/staff_reads'
import { idValidator } from '#validators/lists'
import {
  createReasonValidator,
  listReasonsValidator,
  showReasonValidator,
  updateReasonValidator,
} from '#validators/reasons'

export const reasonOperations: Record<string, Operation> = {
  'admin.reasons.index': {
    summary: 'List reasons that staff give often',
    description: 'By title.',
    query: listReasonsValidator,
    answers: { 200: pageOf('Reason') },
  },
  'admin.reasons.show': show('Reason', 'Read a reason', 'Its text is the reason of an action.', {
    query: showReasonValidator,
  }),
  'admin.reasons.store': {
    summary: 'Make a reason to choose from',
    description: 'For all staff. There are 200 at most.',
    body: takes(createReasonValidator, {
      title: 'Advertising',
      text: 'Posts may not advertise what you sell.',
    }),
    problems: ['conflict', 'silenced'],
    answers: { 201: created('Reason', ['ETag']) },
  },
  'admin.reasons.update': {
    summary: 'Change a reason',
    description: 'What was done with it before keeps its text.',
    path: idValidator,
    body: takes(updateReasonValidator, { title: 'Advertisement' }),
    problems: ['conflict', 'silenced'],
    answers: { 200: resource('Reason') },
  },
  'admin.reasons.destroy': {
    summary: 'Delete a reason',
    description: 'What was done with it before keeps its text.',
    path: idValidator,
    problems: ['silenced'],
    answers: { 204: nothing },
  },
}
