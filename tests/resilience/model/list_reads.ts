import { notFound, onSuccess, type Ids, type Read } from '#tests/resilience/model/reads'
import {
  isOfListedType,
  isVisible,
  moderator,
  type ModelPost,
  type ModelState,
  type Viewer,
} from '#tests/resilience/model/state'
import { ANY_TYPE } from '#domain/types/type'

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
        post.author === name &&
        (withDrafts
          ? !post.removed && !post.trashed
          : isVisible(post) && isOfListedType(state, post))
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
  expected: (state) => titlesOf(state, ids, (post) => isOfListedType(state, post)),
})

/** Those of public posts with an author. */
const titlesOf = (state: ModelState, ids: Ids, isAsked: (post: ModelPost) => boolean) =>
  [...state.posts]
    .filter(([, post]) => isVisible(post) && post.author !== null && isAsked(post))
    .map(([name, { title }]) => `${ids.get(name)} ${title}`)
    .sort()

/** The first page of the posts with a tag, reduced to those of these users. */
export const taggedRead = (tag: string, users: string[], ids: Ids): Read => ({
  ...frontRead(users, null, ids),
  path: `/posts?tag=${tag}&limit=100`,
  expected: (state) =>
    titlesOf(state, ids, (post) => post.tags.includes(tag) && isOfListedType(state, post)),
})

/** The first page of the posts of a type, or of all types, reduced to those of these users. */
export const typedRead = (type: string, users: string[], ids: Ids): Read => ({
  ...frontRead(users, null, ids),
  path: `/posts?type=${type}&limit=100`,
  expected: (state) => titlesOf(state, ids, (post) => type === ANY_TYPE || post.type === type),
})

/** Those with a value of their data. */
export const placedRead = (type: string, place: string, users: string[], ids: Ids): Read => ({
  ...frontRead(users, null, ids),
  path: `/posts?type=${type}&data.place=${place}&limit=100`,
  expected(state) {
    const found = titlesOf(state, ids, (post) => post.type === type && post.place === place)
    return (state.types.get(type)?.isFilterable ?? true) ? found : { status: 422 }
  },
})

/** What a worker knows of a type: a post is refused for its data, or else for what it translates. */
export const typeProbe = (type: string): Read => ({
  path: '/posts',
  viewer: moderator,
  body: { title: 'A', content: 'B', type, data: { place: 'ulm' }, translation_of: 2 ** 52 },
  shown: ({ status, json }) => `${status} ${json.errors[0].pointer}`,
  expected({ types }) {
    const refusedFor = {
      'no data': '/data',
      'any place': '/translation_of',
      'a capital letter': '/data/place',
    }
    const known = types.get(type)
    return `422 ${known ? refusedFor[known.schema] : '/type'}`
  },
})

const titles = (posts: any[]) => posts.map(({ id, title }) => `${id} ${title}`).sort()
