import type { OwnComment } from '#tests/resilience/model/commands'
import type { Operation } from '#tests/resilience/model/operations'
import { done, refused, type Outcome } from '#tests/resilience/model/outcome'
import {
  isListed,
  isLiving,
  maySee,
  repliesTo,
  type ModelComment,
  type ModelPost,
  type ModelState,
} from '#tests/resilience/model/state'

export function reply(
  operation: Extract<Operation, { kind: 'comment' }>,
  { comments }: ModelState
): Outcome {
  const { name, user: author, post, parent, content } = operation
  const above = parent === null ? null : comments.get(parent)
  if (above === undefined) return refused(422)
  if (above && (above.post !== post || !isLiving(above))) return refused(422)
  const depth = above ? above.depth + 1 : 0
  comments.set(name, { post, author, content, parent, depth, removed: false, trashed: false })
  return done(201)
}

/** What an author does with a comment. */
export function reword(
  operation: Extract<Operation, { kind: 'edit comment' | OwnComment }>,
  state: ModelState
): Outcome {
  const found = state.comments.get(operation.comment)
  if (!found) return refused(404)
  const post = state.posts.get(found.post)!
  const isInOwnTrash = found.trashed && !found.removed && found.author === operation.user
  if (!isLiving(found) && !isInOwnTrash) return refused(404)
  const isPurge = operation.kind === 'purge comment' || operation.kind === 'delete comment'
  // The trash is emptied below a hidden post, too.
  const isReached = maySeeComment(found, post, operation.user) || (isPurge && isInOwnTrash)
  if (!isReached) return refused(404)
  if (found.author !== operation.user) return refused(403)
  switch (operation.kind) {
    case 'edit comment':
    case 'bring comment back':
      if (!maySee(post, operation.user)) return refused(403)
      return operation.kind === 'edit comment'
        ? edit(found, operation.content)
        : bringBack(found, post)
    case 'delete comment':
      if (found.trashed) return done(204)
      if (repliesTo(state, operation.comment).some((one) => isListed(state, one))) entomb(found)
      else found.trashed = true
      return done(204)
    case 'purge comment':
      if (repliesTo(state, operation.comment).length > 0) entomb(found)
      else clear(operation.comment, state)
      return done(204)
  }
}

function edit(comment: ModelComment, content: string): Outcome {
  if (comment.trashed) return refused(409)
  comment.content = content
  return done()
}

function bringBack(comment: ModelComment, post: ModelPost): Outcome {
  if (!comment.trashed) return done()
  if (post.trashed) return refused(409)
  comment.trashed = false
  return done()
}

/** Leaves a tombstone. */
export const entomb = (comment: ModelComment) =>
  Object.assign(comment, { author: null, content: null, trashed: false })

/** Authors still see and delete their comments on what became a draft. */
const maySeeComment = (comment: ModelComment, post: ModelPost, user: string) =>
  maySee(post, user) || (comment.author === user && isLiving(comment) && !post.removed)

/** Deletes a comment, and the tombstones above it that only it kept. */
function clear(name: string, state: ModelState) {
  const { parent } = state.comments.get(name)!
  state.comments.delete(name)
  if (parent === null) return
  const isBare = repliesTo(state, parent).length === 0
  if (isBare && state.comments.get(parent)!.content === null) clear(parent, state)
}
