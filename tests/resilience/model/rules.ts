import { isAccess } from '#tests/resilience/model/access_operations'
import { endAccess, handleAccess } from '#tests/resilience/model/access_rules'
import type { Operation } from '#tests/resilience/model/operations'
import type { OwnComment } from '#tests/resilience/model/commands'
import { entomb, reply, reword } from '#tests/resilience/model/comment_rules'
import { done, refused, type Outcome } from '#tests/resilience/model/outcome'
import { fits, handleType, isKnownType, isOut } from '#tests/resilience/model/type_rules'
import {
  commentsOf,
  countsOf,
  maySee,
  newPost,
  newUser,
  voteKey,
  type ModelPost,
  type ModelState,
} from '#tests/resilience/model/state'

/** Changes the state as Plaza should change its data. */
export function happen(operation: Operation, state: ModelState): Outcome {
  const { users } = state
  if (isAccess(operation)) return handleAccess(operation, state)
  switch (operation.kind) {
    case 'sign up':
      users.set(operation.name, newUser(operation.name))
      return done(201)
    case 'suspend':
    case 'unsuspend': {
      const user = users.get(operation.user)!
      if (user.erased) return refused(404)
      const suspended = operation.kind === 'suspend'
      if (user.suspended === suspended) return refused(409)
      user.suspended = suspended
      if (suspended) endAccess(operation.user, state)
      return done(201)
    }
    case 'remove':
    case 'restore': {
      const post = state.posts.get(operation.post)
      if (!post) return refused(404)
      if (post.removed === (operation.kind === 'remove')) return refused(409)
      post.removed = operation.kind === 'remove'
      return done(201)
    }
    case 'answer review': {
      const post = state.posts.get(operation.post)
      if (!post || post.trashed) return refused(404)
      if (post.review === null) return refused(409)
      post.review = operation.state
      return done()
    }
    case 'remove comment':
    case 'restore comment': {
      const comment = state.comments.get(operation.comment)
      if (!comment || comment.content === null) return refused(404)
      const removed = operation.kind === 'remove comment'
      if (comment.removed === removed) return refused(409)
      comment.removed = removed
      return done(201)
    }
    case 'put type':
    case 'delete type':
      return handleType(operation, state)
    default:
      if (!users.get(operation.user)!.sessions.has(operation.session!)) return refused(401)
      return operation.kind === 'erase' ? erase(operation, state) : write(operation, state)
  }
}

/** Hides the author everywhere. Drafts, working copies and votes are deleted. */
function erase({ user, password }: { user: string; password: string }, state: ModelState): Outcome {
  const { users, posts, comments, votes, challenges } = state
  if (users.get(user)!.password !== password) return refused(422)
  endAccess(user, state)
  users.set(user, { ...newUser(user), password, sessions: new Set(), erased: true })
  for (const [name, challenge] of challenges) if (challenge.user === user) challenges.delete(name)
  for (const [name, post] of posts) {
    if (post.author !== user) continue
    endPreviews(name, state)
    if (post.published) Object.assign(post, { author: null, copy: null, review: null })
    else deletePost(name, state)
  }
  for (const comment of comments.values()) {
    if (comment.author !== user) continue
    if (comment.trashed) entomb(comment)
    comment.author = null
  }
  for (const key of votes.keys()) if (key.endsWith(` ${user}`)) votes.delete(key)
  return done(204)
}

function deletePost(post: string, state: ModelState) {
  const { posts, comments, votes, gone } = state
  if (posts.get(post)!.isKnown) gone.add(post)
  posts.delete(post)
  endPreviews(post, state)
  for (const [name] of commentsOf(state, post)) comments.delete(name)
  for (const key of votes.keys()) if (key.startsWith(`${post} `)) votes.delete(key)
}

function endPreviews(of: string, { previews }: ModelState) {
  for (const [name, post] of previews) if (post === of) previews.delete(name)
}

type Write = Extract<
  Operation,
  {
    kind: 'post' | 'edit' | 'vote' | 'comment' | 'edit comment' | OwnComment | OfPost['kind']
  }
>

/** What only the author may do with a post. */
type OfPost = Extract<
  Operation,
  {
    kind:
      | 'tag'
      | 'place'
      | 'retype'
      | 'ask for review'
      | 'preview'
      | 'save copy'
      | 'discard copy'
      | 'schedule'
      | 'publish'
      | 'unpublish'
      | 'trash'
      | 'untrash'
      | 'delete'
  }
>

function write(operation: Write, state: ModelState): Outcome {
  const { posts, votes } = state
  if (operation.kind === 'post') {
    const { user: author, title, published, type, place, name } = operation
    if (published && !fits(state, type, place)) return refused(422)
    posts.set(name, newPost({ author, title, published, type, place }))
    return done(201)
  }
  if ('comment' in operation) return reword(operation, state)

  const post = posts.get(operation.post)
  if (!post || !maySee(post, operation.user)) return refused(404)
  // For others a post has no working copy.
  if (/ copy$|review|preview/.test(operation.kind) && post.author !== operation.user) {
    return refused(404)
  }
  switch (operation.kind) {
    case 'edit':
      if (post.author !== operation.user) return refused(403)
      if (post.trashed) return refused(409)
      if (operation.published === true && !post.published && !mayGoOut(post, state)) {
        return refused(422)
      }
      rewrite(post, { title: operation.title })
      if (operation.published === true && !post.published) publish(post)
      if (operation.published === false && post.published) unpublish(post)
      return done()
    case 'vote': {
      if (post.trashed) return refused(409)
      const key = voteKey(operation.post, operation.user)
      if (operation.direction === 0) votes.delete(key)
      else votes.set(key, operation.direction)
      return { status: 200, counts: countsOf(state, operation.post) }
    }
    case 'comment':
      return post.trashed ? refused(409) : reply(operation, state)
    default:
      return post.author === operation.user ? handle(post, operation, state) : refused(403)
  }
}

function handle(post: ModelPost, operation: OfPost, state: ModelState): Outcome {
  switch (operation.kind) {
    case 'delete':
      deletePost(operation.post, state)
      return done(204)
    case 'trash':
      post.trashed ??= { wasPublished: post.published }
      endPreviews(operation.post, state)
      post.published = false
      return done(204)
    case 'untrash':
      post.published ||= (post.trashed?.wasPublished ?? false) && mayGoOut(post, state)
      post.trashed = null
      return done()
    case 'retype':
      // The body is checked before the state of the post.
      if (!isKnownType(state, operation.type)) return refused(422)
  }
  if (post.trashed) return refused(409)
  switch (operation.kind) {
    case 'place': {
      const { place } = operation
      const isChanged = place !== null || post.place !== null
      if (isOut(post) && isChanged && !fits(state, post.type, place)) return refused(422)
      if (place !== post.place) rewrite(post, { place })
      return done()
    }
    case 'retype': {
      const { type } = operation
      if (isOut(post) && type !== post.type && !fits(state, type, post.place)) return refused(422)
      post.type = type
      return done()
    }
    case 'ask for review':
      if (post.review === 'requested') return done()
      if (post.published && !post.copy) return refused(409)
      post.review = 'requested'
      return done()
    case 'preview':
      state.previews.set(operation.name, operation.post)
      return done(201)
    case 'tag':
      if (post.tags.join() !== operation.tags.join()) rewrite(post, { tags: operation.tags })
      return done()
    case 'save copy':
      post.copy = {
        title: operation.title,
        place: post.copy ? post.copy.place : post.place,
        begunFrom: post.copy?.begunFrom ?? post.revision,
      }
      askAgain(post)
      return done()
    case 'discard copy':
      post.copy = null
      return done(204)
    case 'schedule':
      // A published post waits for its copy.
      if (post.copy ? isOutdated(post) : post.published) return refused(409)
      if (!post.copy && !mayGoOut(post, state)) return refused(422)
      post.scheduled = true
      return done()
    case 'publish':
      if (isOutdated(post)) return refused(409)
      if (post.copy ? !fits(state, post.type, post.copy.place) : !mayGoOut(post, state)) {
        return refused(422)
      }
      if (post.copy) rewrite(post, { title: post.copy.title, place: post.copy.place })
      post.copy = null
      publish(post)
      return done()
    case 'unpublish':
      if (post.published && post.scheduled) post.scheduled = false
      else unpublish(post)
      return done(204)
  }
}

/** A post that is public already stays so. */
const mayGoOut = (post: ModelPost, state: ModelState) =>
  post.published || fits(state, post.type, post.place)

const isOutdated = ({ copy, revision }: ModelPost) => copy !== null && copy.begunFrom !== revision

function rewrite(post: ModelPost, changes: Partial<ModelPost>) {
  Object.assign(post, { revision: post.revision + 1, ...changes })
  askAgain(post)
}

/** An approval is that of a text. */
function askAgain(post: ModelPost) {
  if (post.review === 'approved') post.review = 'requested'
}

const publish = (post: ModelPost) =>
  Object.assign(post, { published: true, isKnown: true, scheduled: false, review: null })

const unpublish = (post: ModelPost) => Object.assign(post, { published: false, scheduled: false })
