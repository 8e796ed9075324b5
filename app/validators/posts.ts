import vine from '@vinejs/vine'
import { post } from '#resources/post'
import { createValidator, updateValidator } from '#validators/resource_fields'
import { id } from '#validators/rules'

export const createPostValidator = createValidator(post)

export const updatePostValidator = updateValidator(post)

export const castVoteValidator = vine.create({
  post_id: id(),
  vote_dir: vine.enum([-1, 0, 1] as const),
})
