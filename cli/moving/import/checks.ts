import type { RowKind } from '#cli/moving/archive/kinds'
import { credentialChecks } from '#cli/moving/import/check_credentials'
import { fileChecks, mediaChecks, wrongFile } from '#cli/moving/import/check_media'
import {
  data,
  dates,
  email,
  id,
  language,
  list,
  matching,
  object,
  oneOf,
  orNull,
  slug,
  text,
  time,
  whole,
  yes,
  type Check,
} from '#cli/moving/import/check'
import type { Row } from '#cli/moving/import/source'
import { typeNameShape } from '#domain/types/type'

const checks: Record<RowKind, Record<string, Check>> = {
  types: {
    name: matching(typeNameShape, 'the name of a type'),
    title: text(1, 100),
    schema: orNull(object),
    filterable: list(text(1, 50), 10),
    commentable: yes,
    votable: yes,
    listed: yes,
    write: orNull(text(1, 100)),
    ...dates,
  },
  tags: {
    slug: text(1, 100),
    name: text(1, 100),
    description: orNull(text(0, 10_000)),
    leads_to: orNull(text(1, 100)),
    is_curated: yes,
    ...dates,
  },
  users: {
    id,
    username: matching(/^[A-Za-z0-9_]{3,30}$/, 'a user name: 3 to 30 of a-z, A-Z, digits and _'),
    email: orNull(email),
    display_name: orNull(text(1, 50)),
    bio: orNull(text(0, 500)),
    role: text(1, 30),
    bot: yes,
    language: orNull(language),
    accepted_terms: orNull(text(0, 1000)),
    accepted_terms_at: orNull(time),
    email_confirmed_at: orNull(time),
    password_hash: orNull(text(1, 500)),
    silenced_at: orNull(time),
    silenced_until: orNull(time),
    suspended_at: orNull(time),
    suspended_until: orNull(time),
    ...dates,
  },
  files: fileChecks,
  media: mediaChecks,
  posts: {
    id,
    user_id: orNull(id),
    type: matching(typeNameShape, 'the name of a type'),
    language,
    title: text(1, 200),
    slug: orNull(slug),
    slug_given: yes,
    excerpt: orNull(text(0, 300)),
    excerpt_given: yes,
    content_format: oneOf('plain', 'markdown'),
    content: text(1, 50_000),
    tags: list(text(1, 100), 20),
    data: orNull(data),
    seo: orNull(object),
    canonical_url: orNull(text(0, 2000)),
    cover_id: orNull(id),
    translation_group: orNull(id),
    published: yes,
    published_at: orNull(time),
    publish_at: orNull(time),
    unpublish_at: orNull(time),
    time_zone: orNull(text(0, 100)),
    on_missed: orNull(oneOf('publish', 'hold')),
    held: orNull(oneOf('late', 'invalid', 'slug_taken')),
    late_seconds: orNull(whole(0)),
    trashed_at: orNull(time),
    restores_published: yes,
    removed_at: orNull(time),
    locked: yes,
    pinned: orNull(oneOf('author', 'site')),
    comments_open: yes,
    revision: whole(1),
    edited_by: orNull(id),
    edited_at: orNull(time),
    ...dates,
    draft: orNull(object),
  },
  revisions: {
    post_id: id,
    number: whole(1),
    editor_id: orNull(id),
    of_draft: yes,
    keep: yes,
    note: orNull(text(1, 500)),
    ...dates,
    members: orNull(object),
  },
  comments: {
    id,
    post_id: id,
    user_id: orNull(id),
    parent_id: orNull(id),
    content: orNull(text(1, 10_000)),
    deleted_at: orNull(time),
    removed_at: orNull(time),
    ...dates,
  },
  votes: { post_id: id, user_id: id, value: oneOf(1, -1), ...dates },
  collections: {
    id,
    slug: text(1, 100),
    title: text(1, 200),
    description: orNull(text(0, 10_000)),
    ...dates,
    posts: list(id, 1_000_000),
  },
  credentials: credentialChecks,
  redirects: { type: matching(typeNameShape, 'the name of a type'), slug, post_id: orNull(id) },
}

/** @returns why a row is none of its kind; undefined for one that is */
export function wrongIn(kind: RowKind, row: Row): string | undefined {
  const known = checks[kind]
  for (const name of Object.keys(row)) {
    if (!Object.hasOwn(known, name))
      return `${JSON.stringify(name.slice(0, 50))} is no member of ${kind}`
  }
  for (const [name, check] of Object.entries(known)) {
    const wrong = check(row[name])
    if (wrong) return `${name} ${wrong}`
  }
  return rules[kind]?.(row)
}

const rules: Partial<Record<RowKind, (row: Row) => string | undefined>> = {
  users: ({ bot, email: address }) =>
    !bot && !address ? 'email is missing: only bots have none' : undefined,
  files: wrongFile,
  posts: ({ published, published_at: at, trashed_at: trashed }) => {
    if (published && !at) return 'published_at is missing'
    return published && trashed ? 'a post in the trash is not published' : undefined
  },
  comments: ({ content, deleted_at: deleted }) =>
    content === null && !deleted ? 'content is missing' : undefined,
}
