import type { Answer } from '#tests/support/wire'
import {
  commentsOf,
  countsOf,
  isListed,
  isLiving,
  isOpen,
  isVisible,
  maySee,
  moderator,
  repliesTo,
  statusOf,
  voteKey,
  type ModelComment,
  type ModelState,
  type Place,
  type Viewer,
} from '#tests/resilience/model/state'

/** Maps names to ids. */
export type Ids = Map<string, number>

/** A read: its path, its viewer, the compared part of the answer, and the expectation. */
export interface Read {
  path: string
  viewer: Viewer
  /** In place of that of the viewer. */
  token?: string
  /** Of a write that is refused, whatever it tells. */
  body?: object
  shown: (answer: Answer) => unknown
  expected: (state: ModelState) => unknown
}

export const notFound = { status: 404 }
export const onSuccess = (look: (json: any) => unknown) => (answer: Answer) =>
  answer.status === 200 ? look(answer.json) : { status: answer.status }

/** Whether a session or a personal token lets its user in. */
export const accessRead = (name: string, token: string): Read => ({
  path: '/users/me',
  viewer: null,
  token,
  shown: ({ status }) => status,
  expected: (state) => (isOpen(state, name) ? 200 : 401),
})

/** The post itself with its counts, its comments and the viewer's own vote. */
export const postRead = (name: string, viewer: Viewer, ids: Ids): Read => ({
  path: `/posts/${ids.get(name)}`,
  viewer,
  shown: onSuccess(shownPost),
  expected: (state) => expectedPost(name, viewer, state, ids),
})

/** The working copy of a post, or the post itself. */
export const copyRead = (name: string, viewer: Viewer, ids: Ids): Read => ({
  path: `/posts/${ids.get(name)}/draft`,
  viewer,
  shown: onSuccess((copy) => shownOf(copy, ['title', 'data', 'revision', 'begun_from'])),
  expected(state) {
    const post = state.posts.get(name)
    const isShown = post && (viewer === moderator || viewer === post.author)
    if (!isShown || !maySee(post, viewer)) return notFound
    const { title, place, begunFrom } = post.copy ?? { ...post, begunFrom: null }
    return { title, data: dataOf(place), revision: post.revision, begun_from: begunFrom }
  },
})

/** The state of a review, for the author and for staff. */
export const reviewRead = (name: string, viewer: Viewer, ids: Ids): Read => ({
  path: `/posts/${ids.get(name)}/review`,
  viewer,
  shown: onSuccess(({ state }) => state),
  expected(state) {
    const post = state.posts.get(name)
    const isShown = post && (viewer === moderator || viewer === post.author)
    return isShown && maySee(post, viewer) && post.review ? post.review : notFound
  },
})

/** What the holder of a link sees. It ends with the post, and with the rights of its maker. */
export const previewRead = (name: string, token: string): Read => ({
  path: `/previews/${token}`,
  viewer: null,
  shown: onSuccess(({ title }) => title),
  expected({ previews, posts, users }) {
    const post = posts.get(previews.get(name) ?? '')
    if (!post || post.removed || users.get(post.author!)!.suspended) return notFound
    return post.copy?.title ?? post.title
  },
})

/** The feed of changes since the history began: each post that was ever public, once. @param path its place */
export const changesRead = (path: string, names: string[], ids: Ids): Read => {
  const posts = new Map(names.map((name) => [ids.get(name)!, name]))
  const told = (id: number, title: string | undefined) => `${id} ${title ?? 'is withdrawn'}`
  return {
    path,
    viewer: null,
    shown: onSuccess((changes: any[]) =>
      changes
        .filter(({ id }) => posts.has(id))
        .map(({ id, title }) => told(id, title))
        .sort()
    ),
    expected: (state) =>
      [...posts]
        .filter(([, name]) => state.posts.get(name)?.isKnown || state.gone.has(name))
        .map(([id, name]) => {
          const post = state.posts.get(name)
          return told(id, post && isVisible(post) ? post.title : undefined)
        })
        .sort(),
  }
}

/** All comments of a post. */
export const commentsRead = (name: string, viewer: Viewer, ids: Ids): Read => ({
  path: `/posts/${ids.get(name)}/comments?limit=100`,
  viewer,
  shown: onSuccess((comments) => comments.map(shownComment)),
  expected(state) {
    const post = state.posts.get(name)
    return post && maySee(post, viewer) ? expectedComments(name, state, ids) : notFound
  },
})

/** A user's counts. */
export const userRead = (name: string, ids: Ids): Read => ({
  path: `/users/${ids.get(name)}`,
  viewer: null,
  shown: onSuccess((user) => shownOf(user, ['posts_count', 'comments_count'])),
  expected(state) {
    if (state.users.get(name)!.erased) return notFound
    const posts = [...state.posts.values()].filter((post) => post.author === name)
    const comments = [...state.comments.values()].filter(
      (comment) =>
        comment.author === name && isLiving(comment) && isVisible(state.posts.get(comment.post)!)
    )
    return { posts_count: posts.filter(isVisible).length, comments_count: comments.length }
  },
})

const dataOf = (place: Place) => (place === null ? null : { place })

/** The members of an answer that the model knows. */
const shownOf = (answer: any, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, answer[name]]))

const ofPost = [
  'id',
  'type',
  'title',
  'data',
  'published',
  'status',
  'tags',
  'user_id',
  'votes_count',
  'upvotes',
  'downvotes',
  'comments_count',
]
const ofComment = ['id', 'content', 'user_id', 'parent_id', 'depth', 'replies_count', 'deleted']

const shownComment = (comment: any) => shownOf(comment, ofComment)

const shownPost = (post: any) => ({
  ...shownOf(post, ofPost),
  my_vote: post.my_vote ?? null,
  comments: post.comments.map(shownComment),
})

function expectedPost(name: string, viewer: Viewer, state: ModelState, ids: Ids) {
  const post = state.posts.get(name)
  if (!post || !maySee(post, viewer)) return notFound
  return {
    id: ids.get(name),
    type: post.type,
    title: post.title,
    data: dataOf(post.place),
    published: post.published,
    status: statusOf(post),
    tags: post.tags,
    user_id: userId(post.author, ids),
    ...countsOf(state, name),
    comments_count: commentsOf(state, name).filter(([, comment]) => isLiving(comment)).length,
    my_vote: viewer === null ? null : (state.votes.get(voteKey(name, viewer)) ?? 0),
    comments: expectedComments(name, state, ids).slice(0, 20),
  }
}

const expectedComments = (post: string, state: ModelState, ids: Ids) =>
  commentsOf(state, post)
    .filter((comment) => isListed(state, comment))
    .map(([name, comment]) => expectedComment(name, comment, state, ids))
    .sort((a, b) => a.id - b.id)

function expectedComment(name: string, comment: ModelComment, state: ModelState, ids: Ids) {
  const living = isLiving(comment)
  return {
    id: ids.get(name)!,
    content: living ? comment.content : null,
    user_id: living ? userId(comment.author, ids) : null,
    parent_id: comment.parent === null ? null : ids.get(comment.parent),
    depth: comment.depth,
    replies_count: repliesTo(state, name).filter((reply) => isListed(state, reply)).length,
    deleted: !living,
  }
}

const userId = (name: string | null, ids: Ids) => (name === null ? null : ids.get(name))
