import vine from '@vinejs/vine'
import { collection } from '#resources/collection'
import { post } from '#resources/post'
import { askedMembersOf, membersOf } from '#validators/asked_members'
import { page, skip } from '#validators/list_parameters'
import { id, line, reason, text, yes } from '#validators/rules'
import { slugOf } from '#validators/tags'

export const MAX_POSTS = 1000

const slug = () => slugOf(100)
const title = () => line(200)
const description = () => text(500).nullable()
const staff = { reason: reason().optional(), dry_run: yes().optional() }

export const collectionInUrlValidator = vine.create({ collection: slug() })
export const showCollectionValidator = askedMembersOf(collection.views.Collection)
export const listCollectionsValidator = vine.create({
  ...page,
  ...membersOf(collection.views.Collection),
  skip,
})
export const listCollectionPostsValidator = vine.create({
  ...page,
  ...membersOf(post.views.Post),
  skip,
})

export const createCollectionValidator = vine.create({
  title: title(),
  slug: slug().optional(),
  description: description().optional(),
  ...staff,
})
export const updateCollectionValidator = vine.create({
  title: title().optional(),
  slug: slug().optional(),
  description: description().optional(),
  ...staff,
})
export const orderCollectionValidator = vine.create(
  vine.array(id()).distinct().maxLength(MAX_POSTS)
)
export const staffWriteValidator = vine.create({
  reason: reason().optional(),
  dry_run: vine.enum(['true', 'false'] as const).optional(),
})
