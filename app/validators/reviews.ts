import vine from '@vinejs/vine'
import { text } from '#validators/rules'
import { reviewStates } from '#domain/review'

const ofAnswer = vine.createRule((value, _, field) => {
  if (value === null || field.parent.state !== 'requested') return
  field.report('{{ field }} is only for the answer to a request.', 'answer', field)
})

export const reviewValidator = vine.create({
  state: vine.enum(reviewStates),
  note: text(2000).use(ofAnswer()).nullable().optional(),
})
