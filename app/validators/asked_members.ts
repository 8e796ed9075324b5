import vine from '@vinejs/vine'
import { adviceOn, MAX_NAMES } from '#http/unknown_names'
import type { View } from '#resources/definition/view'
import { pathsOf, unknownPaths } from '#resources/definition/selection'

const known = vine.createRule<{ view: View }>((value, { view }, field) => {
  if (typeof value !== 'string' || !field.isValid) return
  const names = pathsOf(view)
  for (const name of unknownPaths(view, value).slice(0, MAX_NAMES)) {
    field.report(adviceOn(name.toWellFormed(), names, 'member'), 'unknown', field)
  }
})

export const membersOf = (view: View) => ({
  fields: vine.string().maxLength(1000).use(known({ view })).optional(),
  include: vine.string().maxLength(1000).use(known({ view })).optional(),
})

export const askedMembersOf = (view: View) => vine.create(membersOf(view))
