import vine from '@vinejs/vine'
import { tag } from '#resources/tag'
import { askedMembersOf, membersOf } from '#validators/asked_members'
import { page, skip } from '#validators/list_parameters'
import { reason, text, yes } from '#validators/rules'
import { newTagName } from '#validators/tag_names'
import { MAX_NAME_CHARACTERS, tagSlug } from '#domain/tag'

/** A name stands for its slug. */
const slugged = vine.createRule((value, _, field) => {
  if (typeof value === 'string' && field.isValid) field.mutate(tagSlug(value), field)
})

/** A slug, or a name that gives one. */
export const slugOf = (max: number) => newTagName(max).use(slugged())

const slug = () => slugOf(100)

const name = () => newTagName(MAX_NAME_CHARACTERS)
const description = () => text(500).nullable()
const staff = { reason: reason().optional(), dry_run: yes().optional() }

export const tagInUrlValidator = vine.create({ tag: slug() })

export const showTagValidator = askedMembersOf(tag.views.Tag)

export const listTagsValidator = vine.create({
  ...page,
  ...membersOf(tag.views.Tag),
  skip,
  search: slug().optional(),
  sort: vine.enum(['name', 'popular'] as const).optional(),
})

export const createTagValidator = vine.create({
  name: name(),
  slug: slug().optional(),
  description: description().optional(),
  ...staff,
})

export const updateTagValidator = vine.create({
  name: name().optional(),
  slug: slug().optional(),
  description: description().optional(),
  ...staff,
})

export const deleteTagValidator = vine.create({
  into: slug().optional(),
  reason: reason().optional(),
  dry_run: vine.enum(['true', 'false'] as const).optional(),
})
