import {
  byPost,
  timeOf,
  unkept,
  type GhostRow,
  type Tables,
} from '#cli/moving/import/sources/ghost/tables'
import { ghostText } from '#cli/moving/import/sources/ghost/text'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import { pictureOf } from '#cli/moving/import/sources/pictures'
import {
  postRow,
  publication,
  tagsOf,
  textNotes,
  unreadable,
} from '#cli/moving/import/sources/rows'
import type { Row } from '#cli/moving/import/source'

/** What the export has around its posts. */
export interface Site {
  language: string
  options: SourceOptions
  /** The names of tags by their ids. */
  tags: ReadonlyMap<unknown, string>
  /** The ids of users. */
  users: ReadonlySet<unknown>
}

export interface Related {
  authors: unknown[]
  tags: unknown[]
  meta: GhostRow
}

export const isPage = ({ type, page }: GhostRow) => type === 'page' || page === 1 || page === true

/** What belongs to a post, by its id. */
export function relationsOf(tables: Tables): (id: unknown) => Related {
  const authors = byPost(tables('posts_authors'), 'author_id')
  const tags = byPost(tables('posts_tags'), 'tag_id')
  const meta = new Map(tables('posts_meta').map((row) => [row.post_id, row]))
  return (id) => ({ authors: authors(id), tags: tags(id), meta: meta.get(id) ?? {} })
}

const shown = new Set(['published', 'scheduled'])

/** A newsletter that the site has never shown. */
const isMail = ({ status }: GhostRow, { email_only: isOnly }: GhostRow) =>
  status === 'sent' || Boolean(isOnly)

/** What posts here do not have. */
const others = ['codeinjection_head', 'codeinjection_foot', 'custom_template']

/** The row of a post of Ghost, and what of it is not kept. */
export function postOf(post: GhostRow, related: Related, site: Site) {
  const { meta } = related
  const whole = (text: unknown) => withSite(text, site.options.site)
  const { content: text, notes } = ghostText({
    html: whole(post.html),
    mobiledoc: whole(post.mobiledoc),
    lexical: whole(post.lexical),
    markdown: whole(post.markdown),
  })
  // Before 1.0 it was `image`.
  const featured = whole(post.feature_image ?? post.image)
  const picture = featured ? `${pictureOf(featured, meta.feature_image_alt ?? '')}\n\n` : ''
  const { tags, left } = tagsOf(related.tags.flatMap((id) => site.tags.get(id) ?? []))
  if (left > 0) notes.push(`${left} of its tags are not kept: a post has 20 at most`)
  const isClosed = Boolean(post.visibility) && post.visibility !== 'public'
  if (isClosed) notes.push(`it was for ${post.visibility} alone: it is a draft here`)
  const isMailOnly = isMail(post, meta)
  if (isMailOnly) notes.push('it was for e-mail alone: it is a draft here')
  if (text === '') notes.push('it has no text')
  if (text.includes('\uFFFD')) notes.push(unreadable('its text'))
  const texts = {
    title: String(post.title ?? ''),
    slug: typeof post.slug === 'string' ? post.slug : null,
    excerpt: post.custom_excerpt ? String(post.custom_excerpt) : null,
  }
  const author = authorOf(post, related, { site, notes })
  notes.push(...textNotes(texts), ...unkept(post, others))
  const at = timeOf(post.published_at)
  const createdAt = (timeOf(post.created_at) ?? at ?? new Date()).toISOString()
  const row: Row = postRow(`post:${post.id}`, {
    ...texts,
    type: isPage(post) ? 'page' : 'post',
    content: `${picture}${text}`.trim() || '(This post has no text.)',
    tags: tags.map(({ slug }) => slug),
    language: languageOf(post.locale ?? post.language) ?? site.language,
    canonical_url: post.canonical_url ?? null,
    seo: seoOf({ ...post, ...meta }),
    user_id: author,
    pinned: post.featured ? 'site' : null,
    created_at: createdAt,
    updated_at: (timeOf(post.updated_at) ?? new Date(createdAt)).toISOString(),
    ...publication(at, !shown.has(post.status) || isClosed || isMailOnly),
  })
  return { row, notes }
}

/** The first of its authors that the export has. */
function authorOf(
  { author_id: own }: GhostRow,
  { authors }: Related,
  { site, notes }: { site: Site; notes: string[] }
): string | null {
  const named = authors.length > 0 ? authors : [own].filter(Boolean)
  const [author, ...more] = named.filter((id) => site.users.has(id))
  if (more.length > 0) notes.push(`it has ${more.length} more authors, which are not kept`)
  if (author === undefined && named.length > 0) {
    notes.push(`it has no author: the export has no user ${String(named[0])}`)
  }
  return author === undefined ? null : `user:${String(author)}`
}

/** `en_US` is how Ghost wrote it before 1.0. */
export const languageOf = (text: unknown): string | undefined =>
  typeof text === 'string' && /^[A-Za-z0-9_-]{2,35}$/.test(text)
    ? text.replaceAll('_', '-')
    : undefined

/** Ghost leaves out its own address. */
const withSite = (text: unknown, site = '') =>
  typeof text === 'string' ? text.replaceAll('__GHOST_URL__', site) : null

const seoOf = ({ meta_title: title = null, meta_description: description = null }: Row) =>
  title || description ? { title, description } : null
