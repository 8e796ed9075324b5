import { createHash } from 'node:crypto'
import { lstat, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { ghostText } from '#cli/moving/import/sources/ghost_text'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import { pictureNote, pictureOf, picturesIn } from '#cli/moving/import/sources/pictures'
import {
  postRow,
  publication,
  tagRow,
  tagsOf,
  typeRow,
  userRow,
} from '#cli/moving/import/sources/rows'
import type { Entry, Row, Source } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'
import { siteLanguage } from '#domain/search/site'

/** Its JSON is one document, which is in memory as a whole. */
const MAX_FILE_BYTES = 100_000_000

type Table = Record<string, any>[]

/** An export of Ghost 3 to 6 (Settings, Export): JSON. @throws Failure */
export async function openGhost(path: string, options: SourceOptions): Promise<Source> {
  const found = await lstat(path).catch(() => null)
  if (!found?.isFile()) throw new Failure('not_found', `There is no file ${path}`)
  if (found.size > MAX_FILE_BYTES) {
    throw new Failure('usage', `${path} is larger than ${MAX_FILE_BYTES} bytes`)
  }
  const text = await readFile(path, 'utf8')
  const tables = tablesOf(text, path)
  return {
    format: 'ghost',
    id: `ghost:${siteOf(tables)}`,
    digest: createHash('sha256').update(text).digest('hex'),
    keepsIds: false,
    expected: tables('posts').length,
    entries: () => entriesOf(tables, basename(path), options),
    close: async () => {},
  }
}

function tablesOf(text: string, path: string): (name: string) => Table {
  let data: Record<string, unknown> | undefined
  try {
    const document = JSON.parse(text)
    data = (document.db?.[0] ?? document).data
  } catch {}
  if (!data || !Array.isArray(data.posts)) {
    throw new Failure('unverified', `${path} is no export of Ghost: it has no posts`)
  }
  return (name) => (Array.isArray(data[name]) ? (data[name] as Table) : [])
}

/** Ids of Ghost are of one site alone, but for its first users. */
function siteOf(tables: (name: string) => Table): string {
  const hash = tables('settings').find(({ key }) => key === 'db_hash')?.value
  const [owner] = tables('users').map(({ id, email }) => `${id} ${email}`)
  return createHash('sha256')
    .update(String(hash ?? owner))
    .digest('hex')
    .slice(0, 16)
}

function* allOf(
  tables: (name: string) => Table,
  file: string,
  options: SourceOptions
): Generator<Entry> {
  const place = (table: string, id: unknown) => `${file}#${table}/${id}`
  for (const user of tables('users')) {
    const row = userRow(`user:${user.id}`, {
      name: String(user.name ?? user.slug),
      login: String(user.slug ?? user.name),
      email: user.email,
      bio: user.bio ? [...String(user.bio)].slice(0, 500).join('') : null,
      created_at: timeOf(user.created_at)?.toISOString(),
      ...(typeof user.password === 'string' && { password_hash: user.password }),
    })
    yield { kind: 'users', place: place('users', user.id), row }
  }
  const tagNames = new Map<string, string>()
  for (const { id, name, description, visibility } of tables('tags')) {
    // Names with # are for the theme alone.
    if (visibility === 'internal' || String(name).startsWith('#')) continue
    tagNames.set(id, String(name))
    for (const tag of tagsOf([String(name)]).tags) {
      yield { kind: 'tags', place: place('tags', id), row: tagRow(tag, description ?? null) }
    }
  }
  if (tables('posts').some(isPage)) {
    yield { kind: 'types', place: file, row: typeRow('page', 'Page') }
  }
  const related = relations(tables)
  for (const post of tables('posts')) {
    const at = place('posts', post.id)
    try {
      const { row, notes } = postOf(post, related(post.id), { names: tagNames, options })
      yield { kind: 'posts', place: at, row, ...shown(row, notes, options) }
    } catch (error) {
      yield { kind: 'posts', place: at, wrong: `it can't be read: ${(error as Error).message}` }
    }
  }
}

async function* entriesOf(...given: Parameters<typeof allOf>): AsyncGenerator<Entry> {
  yield* allOf(...given)
}

function shown({ content }: Row, notes: string[], { media, site }: SourceOptions) {
  if (media === 'skip') return { notes: [...notes, ...pictureNote(content)] }
  return { notes, pictures: picturesIn(content, { base: site }) }
}

const isPage = ({ type, page }: Record<string, any>) =>
  type === 'page' || page === 1 || page === true

interface Related {
  authors: string[]
  tags: string[]
  meta: Record<string, any>
}

function relations(tables: (name: string) => Table): (id: string) => Related {
  const grouped = (table: string, member: string) => {
    const byPost = new Map<string, [number, string][]>()
    for (const row of tables(table)) {
      const list = byPost.get(row.post_id) ?? []
      list.push([Number(row.sort_order ?? 0), row[member]])
      byPost.set(row.post_id, list)
    }
    return (id: string) =>
      (byPost.get(id) ?? []).sort(([one], [other]) => one - other).map(([, value]) => value)
  }
  const authors = grouped('posts_authors', 'author_id')
  const tags = grouped('posts_tags', 'tag_id')
  const meta = new Map(tables('posts_meta').map((row) => [row.post_id, row]))
  return (id) => ({ authors: authors(id), tags: tags(id), meta: meta.get(id) ?? {} })
}

function postOf(
  post: Record<string, any>,
  { authors, tags: ids, meta }: Related,
  { names, options }: { names: Map<string, string>; options: SourceOptions }
) {
  const whole = (text: unknown) => withSite(text, options.site)
  const { content: text, notes } = ghostText({
    ...{ html: whole(post.html), mobiledoc: whole(post.mobiledoc), lexical: whole(post.lexical) },
  })
  const featured = whole(post.feature_image)
  const picture = featured ? `${pictureOf(featured, meta.feature_image_alt ?? '')}\n\n` : ''
  const content = `${picture}${text}`
  const { tags, left } = tagsOf(ids.flatMap((id) => names.get(id) ?? []))
  if (left > 0) notes.push(`${left} of its tags are not kept: a post has 20 at most`)
  const [author = post.author_id, ...others] = authors
  if (others.length > 0) notes.push(`it has ${others.length} more authors, which are not kept`)
  const isClosed = post.visibility && post.visibility !== 'public'
  if (isClosed) notes.push(`it was for ${post.visibility} alone: it is a draft here`)
  if (text === '') notes.push('it has no text')
  const at = timeOf(post.published_at)
  const createdAt = (timeOf(post.created_at) ?? at ?? new Date()).toISOString()
  const isDraft = !['published', 'scheduled', 'sent'].includes(post.status) || Boolean(isClosed)
  const row: Row = postRow(`post:${post.id}`, {
    type: isPage(post) ? 'page' : 'post',
    title: String(post.title ?? ''),
    content: content.trim() || '(This post has no text.)',
    slug: post.slug,
    excerpt: post.custom_excerpt,
    tags: tags.map(({ slug }) => slug),
    language: /^[A-Za-z0-9-]{2,35}$/.test(post.locale ?? '') ? post.locale : siteLanguage(),
    canonical_url: post.canonical_url ?? null,
    seo: seoOf({ ...post, ...meta }),
    user_id: author ? `user:${author}` : null,
    pinned: post.featured ? 'site' : null,
    created_at: createdAt,
    updated_at: (timeOf(post.updated_at) ?? new Date(createdAt)).toISOString(),
    ...publication(at, isDraft),
  })
  return { row, notes }
}

/** Ghost leaves out its own address. */
const withSite = (text: unknown, site = '') =>
  typeof text === 'string' ? text.replaceAll('__GHOST_URL__', site) : null

const seoOf = ({ meta_title: title = null, meta_description: description = null }: Row) =>
  title || description ? { title, description } : null

function timeOf(value: unknown): Date | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? null : at
}
