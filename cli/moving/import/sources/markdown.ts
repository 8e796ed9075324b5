import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, realpath } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { readPage, readTime, type Page } from '#cli/moving/import/sources/front_matter'
import { pictureNote } from '#cli/moving/import/sources/pictures'
import {
  addressOf,
  postRow,
  publication,
  tagRow,
  tagsOf,
  textNotes,
  userRow,
} from '#cli/moving/import/sources/rows'
import type { Entry, Source } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'
import { siteLanguage } from '#domain/search/site'

/** Larger than the longest post. */
const MAX_FILE_BYTES = 1_000_000

interface File {
  path: string
  /** From the folder on, with `/`. */
  name: string
  wrong?: string
}

/** A folder of Markdown with front matter, as of Jekyll, Hugo and Astro. @throws Failure if there is none in it */
export async function openMarkdown(path: string): Promise<Source> {
  const found = await lstat(path).catch(() => null)
  if (!found?.isDirectory()) throw new Failure('not_found', `There is no folder ${path}`)
  const folder = await realpath(path)
  const files: File[] = []
  for await (const file of filesIn(folder, folder)) files.push(file)
  if (files.length === 0) throw new Failure('not_found', `There is no Markdown in ${path}`)
  const sum = createHash('sha256')
  for (const file of files) {
    sum.update(`${file.name}\n`)
    if (!file.wrong) sum.update(await readFile(file.path))
  }
  return {
    format: 'markdown',
    id: `markdown:${folder}`,
    digest: sum.digest('hex'),
    keepsIds: false,
    expected: files.length,
    entries: () => entriesOf(files),
    close: async () => {},
  }
}

const isMarkdown = /\.(?:md|markdown|mdx)$/i

/** In the order of their names, and without following links. */
async function* filesIn(root: string, folder: string): AsyncGenerator<File> {
  const entries = await readdir(folder, { withFileTypes: true })
  entries.sort((one, other) => (one.name < other.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const name = relative(root, path).split(sep).join('/')
    if (entry.isDirectory()) {
      if (!/^(?:\.|node_modules$)/.test(entry.name)) yield* filesIn(root, path)
    } else if (isMarkdown.test(entry.name)) {
      const { size } = await lstat(path)
      const wrong = entry.isSymbolicLink()
        ? 'it is a link, and not a file'
        : size > MAX_FILE_BYTES
          ? `it is larger than ${MAX_FILE_BYTES} bytes`
          : undefined
      yield { path, name, wrong }
    }
  }
}

async function* entriesOf(files: File[]): AsyncGenerator<Entry> {
  const seen = new Set<string>()
  for (const { path, name: place, wrong } of files) {
    if (wrong) {
      yield { kind: 'posts', place, wrong }
      continue
    }
    try {
      const page = readPage(await readFile(path, 'utf8'))
      for (const entry of rowsOf(place, page)) {
        // Tags and authors come once.
        const key = entry.kind === 'tags' ? `tag ${entry.row!.slug}` : `user ${entry.row!.id}`
        if (entry.kind === 'posts' || entry.kind === 'redirects') yield entry
        else if (!seen.has(key)) yield entry
        seen.add(key)
      }
    } catch (error) {
      yield { kind: 'posts', place, wrong: (error as Error).message }
    }
  }
}

const known = new Set(
  `title date pubDate publishDate published_at published lastmod updated updatedDate modified
   last_modified_at draft slug permalink url description excerpt summary tags categories category tag
   author authors lang language aliases redirect_from canonical canonical_url canonicalURL pinned
   featured`.split(/\s+/)
)

/** What a page is in Plaza: its author and tags, the post, and its old addresses. */
function* rowsOf(place: string, { front, content }: Page): Generator<Entry> {
  const first = <T>(...names: string[]) =>
    names.map((name) => front[name]).find((value) => value !== undefined && value !== null) as T
  const notes: string[] = []
  const author = authorOf(first('author', 'authors'))
  if (author) yield { kind: 'users', place, row: userRow(author.id, author) }
  const { tags, left } = tagsOf([
    ...wordsOf(first('tags', 'tag')),
    ...wordsOf(first('categories', 'category')),
  ])
  if (left > 0) notes.push(`${left} of its tags are not kept: a post has 20 at most`)
  for (const tag of tags) yield { kind: 'tags', place, row: tagRow(tag) }

  const [, named, fromName] = /(?:^|\/)(\d{4}-\d\d-\d\d)-([^/]+)$/.exec(place) ?? []
  const given = first('date', 'pubDate', 'publishDate', 'published_at') ?? named
  const at = readTime(given)
  if (at === undefined) throw new Error(`its date can't be read: ${String(given).slice(0, 50)}`)
  const changed = readTime(
    first('lastmod', 'updated', 'updatedDate', 'modified', 'last_modified_at')
  )
  const isDraft =
    front.draft === true || front.published === false || /(?:^|\/)_drafts\//.test(place)
  const createdAt = (at && at.getTime() < Date.now() ? at : new Date()).toISOString()
  const heading = /^#[ \t]+(.{1,300})$/m.exec(content.slice(0, 2000))?.[1]
  const slug =
    first<string>('slug') ?? lastPart(first('permalink', 'url')) ?? nameOf(place, fromName)
  const unknown = Object.keys(front).filter((name) => !known.has(name))
  if (unknown.length > 0) notes.push(`not kept: ${unknown.slice(0, 20).join(', ')}`)
  const shortcodes = /\{\{[<%]|\{%/.exec(content)
  if (shortcodes) notes.push(`its shortcodes stay as they are written: ${shortcodes[0]} …`)
  const texts = {
    title: textOf(first('title')) ?? heading ?? nameOf(place, fromName),
    slug: textOf(slug),
    excerpt: textOf(first('description', 'excerpt', 'summary')),
  }
  yield {
    kind: 'posts',
    place,
    notes: [...notes, ...textNotes(texts), ...pictureNote(content)],
    row: postRow(place, {
      ...texts,
      content: content.trim(),
      tags: tags.map((tag) => tag.slug),
      language: textOf(first('lang', 'language')) ?? siteLanguage(),
      canonical_url: textOf(first('canonical', 'canonical_url', 'canonicalURL')) ?? null,
      pinned: front.pinned === true || front.featured === true ? 'site' : null,
      user_id: author?.id ?? null,
      created_at: createdAt,
      updated_at: changed?.toISOString() ?? createdAt,
      ...publication(at, isDraft),
    }),
  }
  for (const old of wordsOf(first('aliases')).concat(wordsOf(first('redirect_from')))) {
    const address = addressOf(lastPart(old))
    if (!address) continue
    yield { kind: 'redirects', place, row: { type: 'post', slug: address, post_id: place } }
  }
}

function authorOf(value: unknown): { id: string; name: string; email?: string } | null {
  const one = Array.isArray(value) ? value[0] : value
  if (typeof one === 'string' && one.trim()) return { id: `author:${one.trim()}`, name: one.trim() }
  const { name, email } = (one ?? {}) as Record<string, unknown>
  if (typeof name !== 'string' || !name.trim()) return null
  return {
    id: `author:${name.trim()}`,
    name: name.trim(),
    ...(typeof email === 'string' && { email }),
  }
}

/** A list, or words between spaces (Jekyll) or commas. */
function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map((one) => String(one).trim()).filter(Boolean)
  if (typeof value !== 'string') return []
  return value.split(value.includes(',') ? ',' : /\s+/).flatMap((word) => word.trim() || [])
}

const textOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

/** The last part of an address: `new` of `/2020/new/`. */
function lastPart(address: unknown): string | undefined {
  if (typeof address !== 'string' || address.includes(':')) return undefined
  return address
    .split(/[?#]/)[0]
    .split('/')
    .findLast(Boolean)
    ?.replace(/\.html?$/, '')
}

/** The name of the file without its date, or of the folder of an `index.md`. */
function nameOf(place: string, dated: string | undefined): string {
  const name = (dated ?? basename(place)).replace(isMarkdown, '')
  if (!/^_?index$/.test(name)) return name
  return place.split('/').at(-2) ?? 'index'
}
