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
import { ascending, descending } from '#resources/definition/sorts'
import {
  defineResource,
  type CreateFields,
  type UpdateFields,
} from '#resources/definition/resource'
import { embed, listOf } from '#resources/definition/embedding'
import {
  arrayOf,
  boolean,
  integer,
  json,
  oneOf,
  text,
  time,
  type Audience,
} from '#resources/definition/members'
import { comment, isListed } from '#resources/comment'
import { slugShape } from '#domain/slug_shape'
import { BUILT_IN_TYPE, typeNameShape } from '#domain/types/type'
import { maySeePost } from '#domain/visibility'
import { removedAt, reportsCount, withoutAuthor } from '#resources/moderated'
import { translation } from '#resources/translation'
import { user } from '#resources/user'
import { askedTags, MAX_NAME_CHARACTERS, MAX_TAGS } from '#domain/tag'
import { reviewStates, type ReviewState } from '#domain/review'
import { hasStatus, holds, postStatuses, statusOfPost, type PostStatus } from '#domain/post_status'

const COMMENTS_SHOWN = 20
const TRANSLATIONS_SHOWN = 100

/** Other spellings would find nothing. */
const canonicalLanguage =
  /^[a-z]{2,8}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?(?:-[a-z\d]{1,8})*$/

interface Seo {
  title?: string | null
  description?: string | null
}

const seo = {
  type: ['object', 'null'],
  required: ['title', 'description'],
  properties: {
    title: { type: ['string', 'null'], examples: ['Own your square'] },
    description: { type: ['string', 'null'], examples: [null] },
  },
}

/** Staff see all posts in the order of their ids; others see them by the time of publication. */
const placeOf = (audience: Audience) => (audience === 'staff' ? 'posts.id' : 'posts.listed_at')

/** Its rows have an index in the order of staff's lists. */
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

/** When the working copy of a published post goes out is not for its readers. */
const scheduled = (column: string) => (audience: Audience) =>
  audience === 'everybody'
    ? `case when not posts.published then posts.${column} end`
    : `posts.${column}`

const byTypeOrders = { everybody: ['new', 'old', 'top', 'hot'] }

export const post = defineResource({
  table: 'posts',
  joins: 'left join authors as users on users.id = posts.user_id',
  revision: 'updated_at',
  members: {
    id: integer({ example: 42, exported: true, cli: { column: true } }),
    type: text({
      isPlain: true,
      pattern: typeNameShape.source,
      description: 'The kind of content: see `GET /types`.',
      example: BUILT_IN_TYPE,
      exported: true,
      writes: { create: 'optional', as: 'type', isState: true },
      cli: { label: 'Type', after: 'title' },
    }),
    slug: text({
      isPlain: true,
      nullable: true,
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
      description:
        'Its part of an address, unique in its type among what is published. Given, or made of the title; null brings the made one back.',
      example: 'on-owning-your-own-square',
      exported: true,
      writes: { create: 'optional', as: 'slug' },
      cli: { label: 'Slug', after: 'title' },
    }),
    title: text({
      isLong: true,
      example: 'On owning your own square',
      exported: true,
      writes: { create: 'required', max: 200 },
      cli: { column: 'elastic' },
    }),
    content: text({
      isLong: true,
      example: 'A plaza belongs to those who meet on it.',
      exported: true,
      writes: { create: 'required', max: 50_000, isMultiline: true },
      cli: { isBlock: true },
    }),
    content_format: oneOf(['plain', 'markdown'], {
      description: 'How `html` reads the content.',
      exported: true,
      writes: { create: 'optional' },
      cli: { label: 'Format' },
    }),
    excerpt: text({
      isLong: true,
      nullable: true,
      description:
        'Given, or the beginning of the plain text, at the end of a word; null brings the made one back.',
      example: 'A plaza belongs to those who meet on it.',
      exported: true,
      writes: { create: 'optional', max: 300, isMultiline: true },
      cli: { isHidden: true },
    }),
    language: text({
      isPlain: true,
      description:
        'A BCP 47 tag; the language of the site by default. Search knows its word forms.',
      example: 'en',
      exported: true,
      writes: { create: 'optional', as: 'language' },
      cli: { label: 'Language' },
    }),
    canonical_url: text({
      nullable: true,
      format: 'uri',
      description: 'Where the text first appeared, if elsewhere.',
      example: 'https://example.org/on-squares',
      exported: true,
      writes: { create: 'optional', as: 'url' },
      cli: { label: 'Canonical address' },
    }),
    seo: json<Seo | null, 'optional'>(seo, {
      sql: `case when posts.seo is not null then jsonb_build_object(
        'title', posts.seo->'title', 'description', posts.seo->'description') end`,
      nullable: true,
      description: 'For search engines, where title and excerpt do not fit.',
      exported: true,
      writes: { create: 'optional', as: 'seo' },
      cli: { isHidden: true },
    }),
    published: boolean({
      description: 'False: a draft, for its author and staff alone.',
      example: true,
      exported: true,
      writes: { create: 'optional', isState: true },
      cli: { isHidden: true },
    }),
    revision: integer({
      description: 'The number of the published revision.',
      example: 1,
      cli: { isHidden: true },
    }),
    tags: arrayOf(
      text({
        example: 'city',
        writes: { create: 'required', max: MAX_NAME_CHARACTERS, as: 'tag' },
      }),
      {
        sql: 'to_json(posts.tags)',
        description: `Slugs, up to ${MAX_TAGS}. They replace the set; a name such as \`City Life\` is made into its slug.`,
        example: ['city', 'lamps'],
        exported: true,
        writes: {
          create: 'optional',
          max: MAX_TAGS,
          stores: {
            type: 'jsonb',
            value: (names = []) =>
              JSON.stringify(askedTags(names).map(({ slug, name }) => [slug, name])),
            sql: (tags) => `tag_slugs(${tags})`,
          },
        },
        cli: { after: 'status' },
      }
    ),
    status: oneOf([...postStatuses, 'removed'], {
      sql: (audience) =>
        audience === 'staff'
          ? `case when posts.removed_at is not null then 'removed' else ${statusOfPost} end`
          : statusOfPost,
      description:
        'Only its author sees one that is not `published`, and staff do; `deleted` is in the trash. `removed` is for staff alone.',
      example: 'published',
      exported: true,
      cli: { column: true, after: 'author' },
    }),
    held: oneOf(holds, {
      sql: scheduled('held'),
      nullable: true,
      description: 'Why a due schedule was kept back, for its author to decide.',
      example: null,
      exported: true,
      cli: { label: 'Held' },
    }),
    publish_at: time({
      sql: scheduled('publish_at'),
      nullable: true,
      description: 'When it is to be published.',
      exported: true,
      cli: { label: 'Publishes' },
    }),
    unpublish_at: time({
      nullable: true,
      description: 'When its publication is to end.',
      exported: true,
      cli: { label: 'Ends' },
    }),
    time_zone: text({
      isPlain: true,
      nullable: true,
      description: 'The IANA time zone in which the two times are meant.',
      example: 'Europe/Berlin',
      exported: true,
      cli: { label: 'Time zone' },
    }),
    user_id: integer({ sql: 'users.id', nullable: true, example: 7, cli: { isHidden: true } }),
    author: embed(user.views.Author, { cli: { column: true } }),
    votes_count: integer({
      description: 'Upvotes less downvotes.',
      example: 5,
      cli: { label: 'Votes', column: true },
    }),
    upvotes: integer({ example: 7, cli: { isHidden: true } }),
    downvotes: integer({ example: 2, cli: { isHidden: true } }),
    comments_count: integer({ example: 3, cli: { label: 'Comments' } }),
    locked: boolean({
      description: 'True: takes no comments and no votes.',
      example: false,
      cli: { isHidden: true },
    }),
    comments_open: boolean({
      description: 'False: takes votes and no comments.',
      example: true,
      exported: true,
      writes: { create: 'optional', isState: true },
      cli: { label: 'New comments', after: 'comments_count' },
    }),
    pinned: oneOf(['author', 'site'], {
      nullable: true,
      description:
        'First on the first pages of `new` and `hot`: of its author, or of the site (`posts.pin`).',
      exported: true,
      writes: { create: 'optional', isState: true },
      cli: { label: 'Pinned' },
    }),
    published_at: time({ nullable: true, exported: true, cli: { isHidden: true } }),
    created_at: time({ exported: true, cli: { label: 'Written', column: 'day' } }),
    updated_at: time({ exported: true, cli: { label: 'Changed' } }),
    data: json<object | null, 'optional'>(
      { type: ['object', 'null'], additionalProperties: true, examples: [{ place: 'Berlin' }] },
      {
        nullable: true,
        description: 'Members of its type, by the `schema` of `GET /types/{type}`; up to 64 KB.',
        onRequest: true,
        exported: true,
        writes: { create: 'optional', as: 'data' },
        cli: { isBlock: true },
      }
    ),
    comments: listOf(comment.views.Comment, {
      description: `The first ${COMMENTS_SHOWN}, oldest first.`,
      onRequest: true,
      rows: {
        from: comment.from,
        where: `comments.post_id = posts.id and ${isListed}`,
        order: 'comments.id',
        limit: COMMENTS_SHOWN,
      },
      cli: { isHidden: true },
    }),
    translations: listOf(translation.views.Translation, {
      description: 'What says the same in other languages.',
      onRequest: true,
      rows: {
        from: 'posts as translations',
        where: (audience) => `
          translations.translation_group = posts.translation_group
          and translations.id <> posts.id and translations.deleted_at is null
          and ${audience === 'staff' ? 'translations.trashed_at is null' : 'translations.visible'}`,
        order: 'translations.id',
        limit: TRANSLATIONS_SHOWN,
      },
      cli: { isHidden: true },
    }),
    html: text({
      nullable: true,
      isAppended: true,
      onRequest: true,
      description: 'Safe HTML of the content. Null: it is still being made, so ask again.',
      example: '<p>A plaza belongs to those who meet on it.</p>',
      cli: { isHidden: true },
    }),
    my_vote: integer({
      among: [-1, 0, 1],
      description: 'The vote of the one who asks; with a token only.',
      example: 1,
      isAppended: true,
    }),
    trashed_at: time({
      nullable: true,
      description: 'When it was put into the trash.',
      readBy: 'owner',
      exported: true,
      cli: { label: 'Trashed', after: 'status' },
    }),
    removed_at: removedAt(),
    reports_count: reportsCount('post', { after: 'comments_count' }),
  },
  filters: {
    search: byWords({
      description: 'with these words in the title or the content',
      where: (words) => `posts.search @@ ${words}::tsquery`,
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
      description: 'whose review is in this state; for their authors and staff alone',
    }),
    type: byText({
      description: 'of this type',
      pattern: typeNameShape,
      where: (name) => `posts.type = ${name} and posts.type <> '${BUILT_IN_TYPE}'`,
      // Its posts are in the indexes of listed ones, others in those by type.
      values: {
        [BUILT_IN_TYPE]: {
          where: `posts.type = '${BUILT_IN_TYPE}'`,
          index: { orders: byTypeOrders, isOnlyInOrder: true },
        },
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
      for: ['everybody'],
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
      only: 'not posts.published',
    }),
    publish_before: byRange('posts.publish_at', '<', {
      description: 'to be published before this time',
      only: 'not posts.published',
    }),
    updated_after: byRange('posts.updated_at', '>=', {
      description: 'changed at this time or later',
      index: { isHalved: true },
    }),
    ...createdWithin('posts'),
  },
  sorts: {
    'new': descending(placeOf, 'newest first'),
    'old': ascending(placeOf, 'oldest first'),
    'top': descending('posts.votes_count', 'most votes first', { for: ['everybody'] }),
    'hot': descending('posts.hot', 'votes and age together', { for: ['everybody'] }),
    'relevance': descending('posts.relevance', 'most relevant first', {
      for: ['everybody'],
      needs: 'search',
    }),
    'updated': descending('posts.updated_at', 'last changed first'),
    'title': ascending(byTitle, 'by title'),
    '-title': descending(byTitle, 'by title, from the end'),
  },
  views: {
    Post: { for: 'everybody', sometimes: ['html', 'my_vote'] },
    PostDetail: {
      for: 'everybody',
      with: ['data', 'translations', 'comments'],
      sometimes: ['html', 'my_vote'],
    },
    TrashedPost: { for: 'owner' },
    StaffPost: { for: 'staff' },
  },
})

/** Beside its members, a write takes the post that it translates. */
interface Link {
  translation_of?: number | null
}

export type NewPost = CreateFields<typeof post> & Link
export type PostChanges = UpdateFields<typeof post> & Link
