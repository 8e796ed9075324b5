import vine from '@vinejs/vine'
import { id, text } from '#validators/rules'
import { MAX_COMMENT_CHARACTERS } from '#domain/comment'
import { purge, takenBack } from '#validators/trash'

const content = () => text(MAX_COMMENT_CHARACTERS)

export const createCommentValidator = vine.create({
  post_id: id(),
  content: content(),
  parent_id: id().nullable().optional(),
})

export const updateCommentValidator = vine.create({
  content: content().optional(),
  deleted: takenBack(),
})

export const deleteCommentValidator = vine.create({ purge: purge() })
