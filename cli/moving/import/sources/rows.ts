import { createHash } from 'node:crypto'
import anyAscii from 'any-ascii'
import { email as wrongEmail } from '#cli/moving/import/check'
import { beginningOf, MAX_EXCERPT_LENGTH } from '#domain/excerpt'
import { SIGN_UP_ROLE } from '#domain/permissions'
import { MAX_SLUG_LENGTH, slugShape } from '#domain/slug_shape'
import { slugOf } from '#domain/slug'
import { askedTags, MAX_TAGS, type AskedTag } from '#domain/tag'
import { hasVisible, normaliseText } from '#domain/text'
import type { Row } from '#cli/moving/import/source'

const isEmail = (text: string | null | undefined) => wrongEmail(text) === undefined

/**
 * An account of another system. Without an e-mail it gets one that no mail reaches (RFC 2606).
 * @param site names the system, so that accounts of two of them are two
 */
export function userRow(
  id: string,
  given: { name: string; login?: string; email?: string } & Row,
  site = ''
) {
  const { name, login = name, email, created_at: createdAt, ...more } = given
  const username = usernameOf(login)
  const display = lineOf(name)
  const time = createdAt ?? new Date().toISOString()
  return {
    id,
    username,
    email: isEmail(email) ? email : `${username.toLowerCase()}.${digestOf(site, id)}@users.invalid`,
    display_name: display ? [...display].slice(0, 50).join('') : null,
    bio: null,
    role: SIGN_UP_ROLE,
    bot: false,
    ...{ created_at: time, updated_at: time },
    ...more,
  }
}

/** A text as one line without characters that turn its direction; empty if no reader would see it. */
function lineOf(text: string): string {
  const line = normaliseText(
    text
      .toWellFormed()
      .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
  )
  return hasVisible(line) ? line : ''
}

const digestOf = (...texts: string[]) =>
  createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 12)

/** A note on an e-mail that is not kept. */
export const emailNotes = (email: string | null | undefined): string[] =>
  !email || isEmail(email) ? [] : [`${email} is no e-mail of an account here: the account has none`]

/** A name that Plaza allows, as near as can be. */
export function usernameOf(login: string): string {
  const plain = anyAscii(login.replace(/@.*$/s, ''))
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
  return plain.slice(0, 30).padEnd(3, '_')
}

const MAX_TITLE_LENGTH = 200

/** Notes on what of the texts of a post does not stay as it is. */
export function textNotes({ title, slug, excerpt }: Pick<GivenPost, 'title' | 'slug' | 'excerpt'>) {
  const notes: string[] = []
  const words = lineOf(title)
  if (words === '') notes.push('it has no title: it is Untitled here')
  if ([...words].length > MAX_TITLE_LENGTH) {
    notes.push(`its title is cut after ${MAX_TITLE_LENGTH} characters`)
  }
  if (excerpt && [...normaliseText(excerpt)].length > MAX_EXCERPT_LENGTH) {
    notes.push(`its excerpt is cut after ${MAX_EXCERPT_LENGTH} characters`)
  }
  const address = addressOf(slug)
  if (slug && address && address !== readAddress(slug)) {
    notes.push(`its address ${readAddress(slug)} is ${address} here`)
  }
  if (`${title}${excerpt ?? ''}`.includes('\uFFFD')) notes.push(unreadable('its title or excerpt'))
  return notes
}

/** A note on characters that are lost. */
export const unreadable = (where: string) =>
  `${where} has �, where the export has no character that can be read`

interface GivenPost extends Row {
  title: string
  content: string
  slug?: string | null
  tags?: string[]
  created_at: string
}

/** A post of another system, in Markdown. */
export function postRow(id: string, given: GivenPost): Row {
  const { title, slug, excerpt, tags = [], ...more } = given
  const address = addressOf(slug)
  return {
    id,
    type: 'post',
    title: shortened(lineOf(title), MAX_TITLE_LENGTH) || 'Untitled',
    slug: address,
    slug_given: address !== null,
    excerpt: excerpt ? beginningOf(normaliseText(excerpt)) : null,
    excerpt_given: Boolean(excerpt),
    content_format: 'markdown',
    tags,
    published: true,
    restores_published: false,
    locked: false,
    comments_open: true,
    revision: 1,
    updated_at: given.created_at,
    ...more,
  }
}

/** An address as Plaza has them; null for none. */
export function addressOf(given: string | null | undefined): string | null {
  if (!given) return null
  const decoded = readAddress(given)
  if (slugShape.test(decoded) && decoded.length <= 200) return decoded
  return slugOf(decoded).slice(0, MAX_SLUG_LENGTH)
}

function readAddress(given: string): string {
  try {
    return decodeURIComponent(given)
  } catch {
    return given
  }
}

export const shortened = (text: string, most: number) => [...text].slice(0, most).join('')

/** The tags of names, as far as a post can have them. */
export function tagsOf(names: string[]): { tags: AskedTag[]; left: number } {
  const all = askedTags(names).filter(({ slug }) => slug !== '')
  return { tags: all.slice(0, MAX_TAGS), left: Math.max(0, all.length - MAX_TAGS) }
}

export function tagRow({ slug, name }: AskedTag, description: string | null = null): Row {
  const time = new Date().toISOString()
  return {
    slug,
    name: shortened(lineOf(name), 100) || slug,
    description,
    leads_to: null,
    is_curated: false,
    ...{ created_at: time, updated_at: time },
  }
}

export function typeRow(name: string, title: string): Row {
  const time = new Date().toISOString()
  return {
    name,
    title,
    schema: null,
    filterable: [],
    commentable: true,
    votable: false,
    listed: false,
    write: null,
    ...{ created_at: time, updated_at: time },
  }
}

/** When a post is published: now, later, or not yet. */
export function publication(at: Date | null, isDraft: boolean): Row {
  const time = at?.toISOString() ?? null
  if (isDraft) return { published: false }
  if (at && at.getTime() > Date.now()) return { published: false, publish_at: time }
  return { published: true, published_at: time ?? new Date().toISOString() }
}
