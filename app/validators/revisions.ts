import vine from '@vinejs/vine'
import { revision } from '#resources/revision'
import { askedMembersOf, membersOf } from '#validators/asked_members'
import { page, skip } from '#validators/list_parameters'
import { idInUrl, line, wholeInUrl } from '#validators/rules'

const MAX_NUMBER = 2 ** 31 - 1

export const revisionInUrlValidator = vine.create({
  id: idInUrl(),
  number: wholeInUrl(1, MAX_NUMBER),
})

export const listRevisionsValidator = vine.create({
  ...page,
  ...membersOf(revision.views.Revision),
  skip,
})

export const showRevisionValidator = askedMembersOf(revision.views.RevisionDetail)

export const compareRevisionsValidator = vine.create({
  since: wholeInUrl(1, MAX_NUMBER).optional(),
})

export const updateRevisionValidator = vine.create({
  note: line(500).nullable().optional(),
  keep: vine.boolean({ strict: true }).optional(),
})
