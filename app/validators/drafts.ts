import vine from '@vinejs/vine'
import type { post, PostChanges } from '#resources/post'
import { draft } from '#resources/post_draft'
import { content } from '#resources/revision'
import { askedMembersOf } from '#validators/asked_members'
import { unfinishedValidator } from '#validators/resource_fields'
import { yes } from '#validators/rules'

const MAX_NUMBER = 2 ** 31 - 1

export const showDraftValidator = askedMembersOf(draft.views.PostDraft)

export const saveDraftValidator = unfinishedValidator<typeof post, PostChanges>(content)

export const restoreRevisionValidator = vine.create({
  revision: vine.number({ strict: true }).withoutDecimals().range([1, MAX_NUMBER]),
})

export const openDraftValidator = vine.create({ take_over: yes().optional() })
