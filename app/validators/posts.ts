import vine from '@vinejs/vine'
import { id, line, text } from '#validators/rules'

const fields = {
  title: line(200),
  content: text(50_000),
  published: vine.boolean({ strict: true }),
}

export const createPostValidator = vine.create({
  title: fields.title,
  content: fields.content,
  published: fields.published.clone().optional(),
})

export const updatePostValidator = vine.create({
  title: fields.title.clone().optional(),
  content: fields.content.clone().optional(),
  published: fields.published.clone().optional(),
})

export const castVoteValidator = vine.create({
  post_id: id(),
  vote_dir: vine.enum([-1, 0, 1] as const),
})
