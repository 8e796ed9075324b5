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
import { BUILT_IN_TYPE, typeNameShape } from '#domain/types/type'
import { removedAt, reportsCount } from '#resources/moderated'
import { postFilters, postSorts } from '#resources/post_lists'
import { picture, presentCover } from '#resources/media_parts'
import { translation } from '#resources/translation'
import { user } from '#resources/user'
import { askedTags, MAX_NAME_CHARACTERS, MAX_TAGS } from '#domain/tag'
import { holds, postStatuses, statusOfPost } from '#domain/post_status'

const COMMENTS_SHOWN = 20
const TRANSLATIONS_SHOWN = 100

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

/** Readers of a published post don't see the schedule of its working copy. */
const scheduled = (column: string) => (audience: Audience) =>
  audience === 'everybody'
    ? `case when not posts.published then posts.${column} end`
    : `posts.${column}`

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
        'Its part of an address, unique among published posts of its type. Given, or made from the title; null makes it from the title again.',
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
    cover_id: integer({
      nullable: true,
      description:
        'The picture that stands for it: a file of its author or its editor, or one that readers see.',
      example: 8,
      exported: true,
      writes: {
        create: 'optional',
        stores: { type: 'bigint', value: (id = null) => id, sql: presentCover },
      },
      cli: { label: 'Cover', after: 'language' },
    }),
    cover: picture('posts.cover_id', 'Its cover; null until the copies are made, too.'),
    published: boolean({
      description: 'False: a draft, which only its author and staff see.',
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
        'Only author and staff see a post that is not `published`; `deleted` is in the trash. Only staff see `removed`.',
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
      sql: (audience) =>
        audience === 'everybody'
          ? 'case when not posts.published or posts.unpublish_at is not null then posts.time_zone end'
          : 'posts.time_zone',
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
    revisions_count: integer({
      nullable: true,
      isAppended: true,
      onRequest: true,
      description:
        'How many revisions `GET /posts/{id}/revisions` lists, up to 10,000; with a token only. Null for readers who see none.',
      example: 3,
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
  filters: postFilters,
  sorts: postSorts,
  views: {
    Post: { for: 'everybody', sometimes: ['html', 'revisions_count', 'my_vote'] },
    PostDetail: {
      for: 'everybody',
      with: ['data', 'translations', 'comments'],
      sometimes: ['html', 'revisions_count', 'my_vote'],
    },
    TrashedPost: { for: 'owner' },
    StaffPost: { for: 'staff', sometimes: ['html', 'revisions_count'] },
  },
})

/** Beside its members, a write takes the post that it translates. */
interface Link {
  translation_of?: number | null
}

export type NewPost = CreateFields<typeof post> & Link
export type PostChanges = UpdateFields<typeof post> & Link
