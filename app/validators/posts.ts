import vine from '@vinejs/vine'
import { id, line, refuseNull, text } from '#validators/rules'

const fields = {
  title: line(200).parse(refuseNull),
  content: text(50_000).parse(refuseNull),
  published: vine.boolean({ strict: true }).parse(refuseNull),
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
