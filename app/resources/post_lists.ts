import {
  byCondition,
  byData,
  byRange,
  byText,
  byTags,
  byUser,
  byWords,
  createdWithin,
  type Choice,
} from '#resources/definition/filters'
import type { Audience } from '#resources/definition/members'
import { ascending, descending } from '#resources/definition/sorts'
import { withoutAuthor } from '#resources/moderated'
import { hasStatus, postStatuses, type PostStatus } from '#domain/post_status'
import { reviewStates, type ReviewState } from '#domain/review'
import { slugShape } from '#domain/slug_shape'
import { ANY_TYPE, BUILT_IN_TYPE, typeNameShape } from '#domain/types/type'
import { maySeePost } from '#domain/visibility'

/** Other spellings would find nothing. */
const canonicalLanguage =
  /^[a-z]{2,8}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?(?:-[a-z\d]{1,8})*$/

/** Staff see all posts in the order of their ids; others see them by the time of publication. */
const placeOf = (audience: Audience) => (audience === 'staff' ? 'posts.id' : 'posts.listed_at')

const forStaff = { index: { orders: { staff: ['new', 'old'] } } } as const

const withStatus = Object.fromEntries<Choice>(
  postStatuses.map((status) => [
    status,
    { where: `posts.removed_at is null and ${hasStatus(status)}`, ...forStaff },
  ])
) as Record<PostStatus, Choice>

/** The same alphabet on every database, whatever its locale. */
const byTitle = '(posts.title collate "und-x-icu")'

const reviewed = Object.fromEntries<Choice>(
  reviewStates.map((state) => [
    state,
    {
      where: `posts.id = any(array(select post_id from post_reviews where state = '${state}'))`,
      index: {},
    },
  ])
) as Record<ReviewState, Choice>

const byTypeOrders = { everybody: ['new', 'old', 'top', 'hot'] }

export const postFilters = {
  search: byWords({
    description: 'with these words in the title or the content',
    where: (words) => `posts.search @@ ${words}::tsquery`,
    index: {},
    example: 'square -market',
  }),
  author: byUser({
    description: 'by this user',
    // Lists never name an erased author.
    where: (id) => `posts.user_id = ${id} and exists (select from authors where id = ${id})`,
    index: { orders: { everybody: ['new', 'old', 'top', 'hot'], staff: ['new', 'old'] } },
    values: { none: { ...withoutAuthor('posts'), ...forStaff } },
  }),
  status: byCondition(
    {
      ...withStatus,
      published: maySeePost.forVisitors,
      removed: { where: 'posts.removed_at is not null', for: ['staff'], ...forStaff },
      locked: { where: 'posts.locked', for: ['staff'], ...forStaff },
    },
    { description: 'with this status' }
  ),
  review: byCondition(reviewed, {
    description: 'with a review in this state; only for their authors and staff',
  }),
  type: byText({
    description: 'of this type; `any`: of all types, unlisted ones too',
    pattern: typeNameShape,
    where: (name) => `posts.type = ${name} and posts.type <> '${BUILT_IN_TYPE}'`,
    // Its posts are in the indexes of listed ones, others in those by type.
    values: {
      [BUILT_IN_TYPE]: {
        where: `posts.type = '${BUILT_IN_TYPE}'`,
        index: { orders: byTypeOrders, isOnlyInOrder: true },
      },
      [ANY_TYPE]: { where: 'true' },
    },
    index: { orders: byTypeOrders },
    example: BUILT_IN_TYPE,
  }),
  slug: byText({
    description: 'with this slug',
    pattern: slugShape,
    where: (slug) => `posts.slug = ${slug}`,
    index: { isSmall: true },
    example: 'on-owning-your-own-square',
  }),
  language: byText({
    description: 'in this language',
    pattern: canonicalLanguage,
    where: (tag) => `posts.language = ${tag}`,
    index: { orders: { everybody: ['new', 'old', 'top', 'hot'] }, isHalved: true },
    example: 'de',
  }),
  tag: byTags({
    description: 'with all of these tags, or without one: `-lamps`',
    example: 'city,-lamps',
  }),
  data: byData({
    description: 'with this value of a filterable member of their `type`: `data.place=Berlin`',
  }),
  collection: byText({
    description: 'in this collection',
    pattern: /^[^\s,%]{1,100}$/,
    where: (slug) => `posts.id = any(array(
      select post_id from collection_posts
      join collections on collections.id = collection_id where slug = ${slug}))`,
    index: { isSmall: true },
    example: 'front-page',
  }),
  published_after: byRange('posts.listed_at', '>=', {
    description: 'published at this time or later',
    index: { isHalved: true },
  }),
  published_before: byRange('posts.listed_at', '<', {
    description: 'published before this time',
    index: { isHalved: true },
  }),
  publish_after: byRange('posts.publish_at', '>=', {
    description: 'to be published at this time or later',
  }),
  publish_before: byRange('posts.publish_at', '<', {
    description: 'to be published before this time',
  }),
  updated_after: byRange('posts.updated_at', '>=', {
    description: 'changed at this time or later',
    index: { isHalved: true },
  }),
  ...createdWithin('posts'),
}

export const postSorts = {
  'new': descending(placeOf, 'newest first'),
  'old': ascending(placeOf, 'oldest first'),
  'top': descending('posts.votes_count', 'most votes first', { for: ['everybody'] }),
  'hot': descending('posts.hot', 'votes and age together', { for: ['everybody'] }),
  'relevance': descending('posts.relevance', 'most relevant of the newest 10,000 first', {
    for: ['everybody'],
    needs: 'search',
  }),
  'updated': descending('posts.updated_at', 'last changed first'),
  'title': ascending(byTitle, 'by title'),
  '-title': descending(byTitle, 'by title, from the end'),
}
