import type { Deed } from '#tests/resilience/model/deeds'
import {
  commentsOf,
  countsOf,
  isLiving,
  maySee,
  repliesTo,
  voteKey,
  type Square,
} from '#tests/resilience/model/square'

/** What the API should answer: a status, and what it tells of the counts. */
export interface Outcome {
  status: number
  counts?: object
}

const done = (status = 200): Outcome => ({ status })
const refused = (status: number): Outcome => ({ status })

/** Changes the square as Plaza should. */
export function happen(deed: Deed, square: Square): Outcome {
  const { users } = square
  switch (deed.kind) {
    case 'sign up':
      users.set(deed.name, { suspended: false, signedIn: true, erased: false })
      return done(201)
    case 'sign in': {
      const user = users.get(deed.user)!
      if (user.erased) return refused(401)
      if (user.suspended) return refused(403)
      user.signedIn = true
      return done()
    }
    case 'suspend':
    case 'unsuspend': {
      const user = users.get(deed.user)!
      if (user.erased) return refused(404)
      const suspended = deed.kind === 'suspend'
      if (user.suspended === suspended) return refused(409)
      user.suspended = suspended
      if (suspended) user.signedIn = false
      return done(201)
    }
    case 'remove':
    case 'restore': {
      const post = square.posts.get(deed.post)
      if (!post) return refused(404)
      if (post.removed === (deed.kind === 'remove')) return refused(409)
      post.removed = deed.kind === 'remove'
      return done(201)
    }
    case 'remove comment':
    case 'restore comment': {
      const comment = square.comments.get(deed.comment)
      if (!comment || comment.content === null) return refused(404)
      const removed = deed.kind === 'remove comment'
      if (comment.removed === removed) return refused(409)
      comment.removed = removed
      return done(201)
    }
    case 'erase':
      return users.get(deed.user)!.signedIn ? erase(deed.user, square) : refused(401)
    default:
      return users.get(deed.user)!.signedIn ? write(deed, square) : refused(401)
  }
}

/** Nobody shows the author any more; drafts and votes go. */
function erase(user: string, square: Square): Outcome {
  const { users, posts, comments, votes } = square
  users.set(user, { suspended: false, signedIn: false, erased: true })
  for (const [name, post] of posts) {
    if (post.author !== user) continue
    if (post.published) post.author = null
    else deletePost(name, square)
  }
  for (const comment of comments.values()) if (comment.author === user) comment.author = null
  for (const key of votes.keys()) if (key.endsWith(` ${user}`)) votes.delete(key)
  return done(204)
}

function deletePost(post: string, square: Square) {
  const { posts, comments, votes } = square
  posts.delete(post)
  for (const [name] of commentsOf(square, post)) comments.delete(name)
  for (const key of votes.keys()) if (key.startsWith(`${post} `)) votes.delete(key)
}

type Write = Extract<
  Deed,
  { kind: 'post' | 'edit' | 'delete' | 'vote' | 'comment' | 'edit comment' | 'delete comment' }
>

function write(deed: Write, square: Square): Outcome {
  const { posts, votes } = square
  if (deed.kind === 'post') {
    const { user: author, title, published, name } = deed
    posts.set(name, { author, title, published, removed: false })
    return done(201)
  }
  if (deed.kind === 'edit comment' || deed.kind === 'delete comment') return reword(deed, square)

  const post = posts.get(deed.post)
  if (!post || !maySee(post, deed.user)) return refused(404)
  switch (deed.kind) {
    case 'edit':
      if (post.author !== deed.user) return refused(403)
      post.title = deed.title
      post.published = deed.published ?? post.published
      return done()
    case 'delete':
      if (post.author !== deed.user) return refused(403)
      deletePost(deed.post, square)
      return done(204)
    case 'vote': {
      const key = voteKey(deed.post, deed.user)
      if (deed.direction === 0) votes.delete(key)
      else votes.set(key, deed.direction)
      return { status: 200, counts: countsOf(square, deed.post) }
    }
    case 'comment':
      return reply(deed, square)
  }
}

function reply(deed: Extract<Deed, { kind: 'comment' }>, { comments }: Square): Outcome {
  const { name, user: author, post, parent, content } = deed
  const above = parent === null ? null : comments.get(parent)
  if (above === undefined) return refused(422)
  if (above && (above.post !== post || !isLiving(above))) return refused(422)
  const depth = above ? above.depth + 1 : 0
  comments.set(name, { post, author, content, parent, depth, removed: false })
  return done(201)
}

function reword(
  deed: Extract<Deed, { kind: 'edit comment' | 'delete comment' }>,
  square: Square
): Outcome {
  const found = square.comments.get(deed.comment)
  if (!found || !isLiving(found) || !maySee(square.posts.get(found.post)!, deed.user)) {
    return refused(404)
  }
  if (found.author !== deed.user) return refused(403)
  if (deed.kind === 'edit comment') {
    found.content = deed.content
    return done()
  }
  if (repliesTo(square, deed.comment).length > 0)
    Object.assign(found, { author: null, content: null })
  else clear(deed.comment, square)
  return done(204)
}

/** A comment goes, and above it the tombstones that stood for its sake alone. */
function clear(name: string, square: Square) {
  const { parent } = square.comments.get(name)!
  square.comments.delete(name)
  if (parent === null) return
  const isBare = repliesTo(square, parent).length === 0
  if (isBare && square.comments.get(parent)!.content === null) clear(parent, square)
}
