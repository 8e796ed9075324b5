import vine from '@vinejs/vine'
import { reason } from '#resources/reason'
import { askedMembersOf, membersOf } from '#validators/asked_members'
import { page, skip } from '#validators/list_parameters'
import { line, reason as reasonText } from '#validators/rules'

const title = () => line(60)

export const showReasonValidator = askedMembersOf(reason.views.Reason)
export const listReasonsValidator = vine.create({
  ...page,
  ...membersOf(reason.views.Reason),
  skip,
})
export const createReasonValidator = vine.create({ title: title(), text: reasonText() })
export const updateReasonValidator = vine.create({
  title: title().optional(),
  text: reasonText().optional(),
})
