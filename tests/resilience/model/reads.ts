import type { Answer } from '#tests/support/wire'
import {
  commentsOf,
  countsOf,
  isListed,
  isLiving,
  isVisible,
  maySee,
  moderator,
  repliesTo,
  statusOf,
  voteKey,
  type ModelComment,
  type ModelPost,
  type ModelState,
  type Viewer,
} from '#tests/resilience/model/state'

/** Maps names to ids. */
export type Ids = Map<string, number>

/** A read: its path, its viewer, the compared part of the answer, and the expectation. */
export interface Read {
  path: string
  viewer: Viewer
  shown: (answer: Answer) => unknown
  expected: (state: ModelState) => unknown
}

const notFound = { status: 404 }
const onSuccess = (look: (json: any) => unknown) => (answer: Answer) =>
  answer.status === 200 ? look(answer.json) : { status: answer.status }

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
  shown: onSuccess((copy) => shownOf(copy, ['title', 'revision', 'begun_from'])),
  expected(state) {
    const post = state.posts.get(name)
    const isShown = post && (viewer === moderator || viewer === post.author)
    if (!isShown || !maySee(post, viewer)) return notFound
    const { title, begunFrom } = post.copy ?? { title: post.title, begunFrom: null }
    return { title, revision: post.revision, begun_from: begunFrom }
  },
})

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

/** The posts of a user: with drafts, but nothing removed, for that user and staff. */
export const postsOfUserRead = (name: string, viewer: Viewer, ids: Ids): Read => ({
  path: `/users/${ids.get(name)}/posts?limit=100`,
  viewer,
  shown: onSuccess((posts) => titles(posts)),
  expected(state) {
    if (state.users.get(name)!.erased) return notFound
    const withDrafts = viewer === name || viewer === moderator
    const posts = [...state.posts].filter(
      ([, post]) =>
        post.author === name && (withDrafts ? !post.removed && !post.trashed : isVisible(post))
    )
    return posts.map(([post, { title }]) => `${ids.get(post)} ${title}`).sort()
  },
})

/** The first page of all posts, reduced to those of these users. */
export const frontRead = (users: string[], viewer: Viewer, ids: Ids): Read => ({
  path: '/posts?limit=100',
  viewer,
  shown: onSuccess((posts: any[]) => {
    const authors = new Set(users.map((user) => ids.get(user)))
    return titles(posts.filter(({ user_id: author }) => authors.has(author)))
  }),
  expected: (state) => titlesOf(state, ids),
})

/** Those of public posts with an author. */
const titlesOf = (state: ModelState, ids: Ids, isAsked = (_: ModelPost) => true) =>
  [...state.posts]
    .filter(([, post]) => isVisible(post) && post.author !== null && isAsked(post))
    .map(([name, { title }]) => `${ids.get(name)} ${title}`)
    .sort()

/** The first page of the posts with a tag, reduced to those of these users. */
export const taggedRead = (tag: string, users: string[], ids: Ids): Read => ({
  ...frontRead(users, null, ids),
  path: `/posts?tag=${tag}&limit=100`,
  expected: (state) => titlesOf(state, ids, ({ tags }) => tags.includes(tag)),
})

const titles = (posts: any[]) => posts.map(({ id, title }) => `${id} ${title}`).sort()

/** The members of an answer that the model knows. */
const shownOf = (answer: any, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, answer[name]]))

const ofPost = [
  'id',
  'title',
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
    title: post.title,
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
