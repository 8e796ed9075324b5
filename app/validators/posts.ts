import vine from '@vinejs/vine'
import { post, type NewPost, type PostChanges } from '#resources/post'
import { createValidator, updateValidator } from '#validators/resource_fields'
import { id } from '#validators/rules'

const link = { translation_of: id().nullable().optional() }

export const createPostValidator = createValidator<typeof post, NewPost>(post, link)

export const updatePostValidator = updateValidator<typeof post, PostChanges>(post, link)

export const castVoteValidator = vine.create({
  post_id: id(),
  vote_dir: vine.enum([-1, 0, 1] as const),
})
