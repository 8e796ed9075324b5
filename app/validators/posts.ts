import vine from '@vinejs/vine'
import { post, type NewPost, type PostChanges } from '#resources/post'
import { createValidator, updateValidator } from '#validators/resource_fields'
import { id, instant, reason } from '#validators/rules'
import { purge, takenBack } from '#validators/trash'

const link = { translation_of: id().nullable().optional() }

/** Ignored from users without `posts.edit_any`, who may send back all that they read. */
const publishedAt = () =>
  instant({ past: true, isTaken: ({ ctx }) => ctx.auth.user.permissions.has('posts.edit_any') })
    .nullable()
    .optional()

export const createPostValidator = createValidator<typeof post, NewPost>(post, {
  ...link,
  published_at: publishedAt(),
})

export const publishedContentValidator = createValidator(post)

export const updatePostValidator = updateValidator<typeof post, PostChanges>(post, {
  ...link,
  published_at: publishedAt(),
  deleted: takenBack(),
})

export const deletePostValidator = vine.create({
  purge: purge(),
  reason: reason().optional(),
})

export const castVoteValidator = vine.create({
  post_id: id(),
  vote_dir: vine.enum([-1, 0, 1] as const),
})
