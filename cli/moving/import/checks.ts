import type { Kind } from '#cli/moving/archive/kinds'
import type { Row } from '#cli/moving/import/source'
import { isObject } from '#domain/is_object'
import { readData } from '#domain/types/data'
import { typeNameShape } from '#domain/types/type'
import { slugShape } from '#domain/slug_shape'

/** @returns what is wrong, as the end of a sentence: `title …` */
type Check = (value: unknown) => string | undefined

const characters = (text: string, most: number) =>
  text.length <= most ? text.length : [...text].length

const text =
  (min: number, max: number): Check =>
  (value) => {
    if (typeof value !== 'string') return 'must be text'
    if (!value.isWellFormed() || value.includes('\0')) return 'has characters that are not text'
    const length = characters(value, max)
    return length < min || length > max ? `must have ${min} to ${max} characters` : undefined
  }

const matching =
  (shape: RegExp, what: string, max = 300): Check =>
  (value) =>
    typeof value === 'string' && value.length <= max && shape.test(value)
      ? undefined
      : `must be ${what}`

/** Sequences never come near it. */
const MAX_ID = 10 ** 12

const id: Check = (value) =>
  (Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= MAX_ID) ||
  (typeof value === 'string' && value.length > 0 && value.length <= 300)
    ? undefined
    : 'must be an id'

const whole =
  (min: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) < 2 ** 31
      ? undefined
      : `must be a whole number from ${min} on`

const yes: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false')

const timeShape = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/

const time: Check = (value) =>
  typeof value === 'string' && timeShape.test(value) && !Number.isNaN(Date.parse(value))
    ? undefined
    : 'must be a time such as 2026-12-31T00:00:00.000Z'

const oneOf =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value) ? undefined : `must be ${values.join(' or ')}`

const list =
  (of: Check, max: number): Check =>
  (value) => {
    if (!Array.isArray(value)) return 'must be a list'
    if (value.length > max) return `takes ${max} items at most`
    const wrong = value.map(of).find((one) => one !== undefined)
    return wrong && `has an item that ${wrong}`
  }

const object: Check = (value) => (isObject(value) ? undefined : 'must be an object')

const data: Check = (value) => {
  const read = readData(value)
  return 'wrong' in read ? read.wrong : undefined
}

const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || value === undefined ? undefined : check(value)

const slug = matching(slugShape, 'a slug: a-z, digits, and hyphens between them', 200)
const language = matching(/^[A-Za-z0-9-]{2,35}$/, 'a language tag')
const email = matching(/^[\x21-\x7e][\x21-\x3f\x41-\x7e]*@[\x21-\x7e]+$/, 'an e-mail', 254)

const dates = { created_at: time, updated_at: time }

const checks: Record<Kind, Record<string, Check>> = {
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
    silenced_at: orNull(time),
    silenced_until: orNull(time),
    suspended_at: orNull(time),
    suspended_until: orNull(time),
    ...dates,
  },
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
  redirects: { type: matching(typeNameShape, 'the name of a type'), slug, post_id: orNull(id) },
}

/** @returns why a row is none of its kind; undefined for one that is */
export function wrongIn(kind: Kind, row: Row): string | undefined {
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

const rules: Partial<Record<Kind, (row: Row) => string | undefined>> = {
  users: ({ bot, email: address }) =>
    !bot && !address ? 'email is missing: only bots have none' : undefined,
  posts: ({ published, published_at: at, trashed_at: trashed }) => {
    if (published && !at) return 'published_at is missing'
    return published && trashed ? 'a post in the trash is not published' : undefined
  },
  comments: ({ content, deleted_at: deleted }) =>
    content === null && !deleted ? 'content is missing' : undefined,
}
