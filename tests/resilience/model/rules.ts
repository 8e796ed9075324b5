import type { Operation } from '#tests/resilience/model/operations'
import {
  commentsOf,
  countsOf,
  isLiving,
  maySee,
  newPost,
  repliesTo,
  voteKey,
  type ModelComment,
  type ModelPost,
  type ModelState,
} from '#tests/resilience/model/state'

/** The expected answer of the API: a status, and the counts. */
export interface Outcome {
  status: number
  counts?: object
}

const done = (status = 200): Outcome => ({ status })
const refused = (status: number): Outcome => ({ status })

/** Changes the state as Plaza should change its data. */
export function happen(operation: Operation, state: ModelState): Outcome {
  const { users } = state
  switch (operation.kind) {
    case 'sign up':
      users.set(operation.name, { suspended: false, signedIn: true, erased: false })
      return done(201)
    case 'sign in': {
      const user = users.get(operation.user)!
      if (user.erased) return refused(401)
      if (user.suspended) return refused(403)
      user.signedIn = true
      return done()
    }
    case 'suspend':
    case 'unsuspend': {
      const user = users.get(operation.user)!
      if (user.erased) return refused(404)
      const suspended = operation.kind === 'suspend'
      if (user.suspended === suspended) return refused(409)
      user.suspended = suspended
      if (suspended) user.signedIn = false
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
    case 'remove comment':
    case 'restore comment': {
      const comment = state.comments.get(operation.comment)
      if (!comment || comment.content === null) return refused(404)
      const removed = operation.kind === 'remove comment'
      if (comment.removed === removed) return refused(409)
      comment.removed = removed
      return done(201)
    }
    case 'erase':
      return users.get(operation.user)!.signedIn ? erase(operation.user, state) : refused(401)
    default:
      return users.get(operation.user)!.signedIn ? write(operation, state) : refused(401)
  }
}

/** Hides the author everywhere. Drafts, working copies and votes are deleted. */
function erase(user: string, state: ModelState): Outcome {
  const { users, posts, comments, votes } = state
  users.set(user, { suspended: false, signedIn: false, erased: true })
  for (const [name, post] of posts) {
    if (post.author !== user) continue
    if (post.published) Object.assign(post, { author: null, copy: null })
    else deletePost(name, state)
  }
  for (const comment of comments.values()) if (comment.author === user) comment.author = null
  for (const key of votes.keys()) if (key.endsWith(` ${user}`)) votes.delete(key)
  return done(204)
}

function deletePost(post: string, state: ModelState) {
  const { posts, comments, votes } = state
  posts.delete(post)
  for (const [name] of commentsOf(state, post)) comments.delete(name)
  for (const key of votes.keys()) if (key.startsWith(`${post} `)) votes.delete(key)
}

type Write = Extract<
  Operation,
  {
    kind: 'post' | 'edit' | 'vote' | 'comment' | 'edit comment' | 'delete comment' | OfPost['kind']
  }
>

/** What only the author may do with a post. */
type OfPost = Extract<
  Operation,
  {
    kind:
      | 'tag'
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
    const { user: author, title, published, name } = operation
    posts.set(name, newPost(author, title, published))
    return done(201)
  }
  if (operation.kind === 'edit comment' || operation.kind === 'delete comment')
    return reword(operation, state)

  const post = posts.get(operation.post)
  if (!post || !maySee(post, operation.user)) return refused(404)
  // For others a post has no working copy.
  if (/ copy$/.test(operation.kind) && post.author !== operation.user) return refused(404)
  switch (operation.kind) {
    case 'edit':
      if (post.author !== operation.user) return refused(403)
      if (post.trashed) return refused(409)
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
      post.published = false
      return done(204)
    case 'untrash':
      post.published ||= post.trashed?.wasPublished ?? false
      post.trashed = null
      return done()
  }
  if (post.trashed) return refused(409)
  switch (operation.kind) {
    case 'tag':
      if (post.tags.join() !== operation.tags.join()) rewrite(post, { tags: operation.tags })
      return done()
    case 'save copy':
      post.copy = { title: operation.title, begunFrom: post.copy?.begunFrom ?? post.revision }
      return done()
    case 'discard copy':
      post.copy = null
      return done(204)
    case 'schedule':
      // A published post waits for its copy.
      if (post.copy ? isOutdated(post) : post.published) return refused(409)
      post.scheduled = true
      return done()
    case 'publish':
      if (isOutdated(post)) return refused(409)
      if (post.copy) rewrite(post, { title: post.copy.title })
      post.copy = null
      publish(post)
      return done()
    case 'unpublish':
      if (post.published && post.scheduled) post.scheduled = false
      else unpublish(post)
      return done(204)
  }
}

const isOutdated = ({ copy, revision }: ModelPost) => copy !== null && copy.begunFrom !== revision

const rewrite = (post: ModelPost, changes: Partial<ModelPost>) =>
  Object.assign(post, { revision: post.revision + 1, ...changes })

const publish = (post: ModelPost) =>
  Object.assign(post, { published: true, isKnown: true, scheduled: false })

const unpublish = (post: ModelPost) => Object.assign(post, { published: false, scheduled: false })

function reply(
  operation: Extract<Operation, { kind: 'comment' }>,
  { comments }: ModelState
): Outcome {
  const { name, user: author, post, parent, content } = operation
  const above = parent === null ? null : comments.get(parent)
  if (above === undefined) return refused(422)
  if (above && (above.post !== post || !isLiving(above))) return refused(422)
  const depth = above ? above.depth + 1 : 0
  comments.set(name, { post, author, content, parent, depth, removed: false })
  return done(201)
}

function reword(
  operation: Extract<Operation, { kind: 'edit comment' | 'delete comment' }>,
  state: ModelState
): Outcome {
  const found = state.comments.get(operation.comment)
  if (!found || !isLiving(found)) return refused(404)
  const post = state.posts.get(found.post)!
  if (!maySeeComment(found, post, operation.user)) return refused(404)
  if (found.author !== operation.user) return refused(403)
  if (operation.kind === 'edit comment') {
    if (!maySee(post, operation.user)) return refused(403)
    found.content = operation.content
    return done()
  }
  if (repliesTo(state, operation.comment).length > 0)
    Object.assign(found, { author: null, content: null })
  else clear(operation.comment, state)
  return done(204)
}

/** Authors still see and delete their comments on what became a draft. */
const maySeeComment = (comment: ModelComment, post: ModelPost, user: string) =>
  maySee(post, user) || (comment.author === user && !post.removed)

/** Deletes a comment, and the tombstones above it that only it kept. */
function clear(name: string, state: ModelState) {
  const { parent } = state.comments.get(name)!
  state.comments.delete(name)
  if (parent === null) return
  const isBare = repliesTo(state, parent).length === 0
  if (isBare && state.comments.get(parent)!.content === null) clear(parent, state)
}
