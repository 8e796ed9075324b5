import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { markdownOfHtml, textOfHtml } from '#cli/moving/import/sources/markdown_of_html'
import {
  addressOf,
  postRow,
  publication,
  shortened,
  tagRow,
  tagsOf,
  typeRow,
  userRow,
} from '#cli/moving/import/sources/rows'
import { textOf } from '#cli/moving/import/sources/wordpress_text'
import { elementsOf, valueOf, type Element } from '#cli/moving/import/sources/xml'
import type { Entry, Row, Source } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'
import { siteLanguage } from '#domain/search/site'

/** An export of WordPress (WXR 1.0 to 1.2): Tools, Export, All content. @throws Failure */
export async function openWordPress(path: string): Promise<Source> {
  const found = await lstat(path).catch(() => null)
  if (!found?.isFile()) throw new Failure('not_found', `There is no file ${path}`)
  const sum = createHash('sha256')
  for await (const chunk of createReadStream(path)) sum.update(chunk)
  return {
    format: 'wordpress',
    id: `wordpress:${await siteOf(path)}`,
    digest: sum.digest('hex'),
    keepsIds: false,
    entries: () => new Export().entries(path),
    close: async () => {},
  }
}

/** The address of the site. Reads all of it, so that a torn file writes nothing. */
async function siteOf(path: string): Promise<string> {
  const found: Record<string, string> = {}
  for await (const { name, text } of elementsOf(path)) {
    if (/^(?:link|wp:base_(?:site|blog)_url)$/.test(name)) found[name] ??= text.trim()
  }
  const site = found['wp:base_blog_url'] || found.link || found['wp:base_site_url']
  if (site) return site
  throw new Failure('unverified', `${path} is no export of WordPress: it names no site`)
}

const types: Record<string, string> = { post: 'post', page: 'page' }

class Export {
  #language = siteLanguage() as string
  /** Logins of authors, by themselves, by id and by e-mail. */
  #logins = new Map<string, string>()
  #guests = new Set<string>()
  #tags = new Set<string>()
  #hasPages = false
  /** What is not kept, with its number. */
  #left = new Map<string, number>()

  async *entries(path: string): AsyncGenerator<Entry> {
    const name = path.split('/').at(-1)
    for await (const element of elementsOf(path)) {
      const place = `${name}:${element.line}`
      if (element.name === 'language') this.#language = element.text.trim() || this.#language
      else if (element.name === 'wp:author') yield this.#author(element, place)
      else if (element.name === 'wp:category' || element.name === 'wp:tag') {
        yield* this.#term(element, place)
      } else if (element.name === 'item') yield* this.#item(element, place)
    }
    for (const [what, count] of this.#left) {
      yield { kind: 'posts', place: name!, isNote: true, notes: [`${count} ${what}: not kept`] }
    }
  }

  #author(element: Element, place: string): Entry {
    const login = valueOf(element, 'wp:author_login')
    const name = valueOf(element, 'wp:author_display_name') || login
    const email = valueOf(element, 'wp:author_email')
    this.#logins.set(`login ${login}`, login)
    this.#logins.set(`id ${valueOf(element, 'wp:author_id')}`, login)
    if (email) this.#logins.set(`email ${email.toLowerCase()}`, login)
    return { kind: 'users', place, row: userRow(`login:${login}`, { name, login, email }) }
  }

  *#term(element: Element, place: string): Generator<Entry> {
    const isTag = element.name === 'wp:tag'
    const name = valueOf(element, isTag ? 'wp:tag_name' : 'wp:cat_name')
    const about = valueOf(element, isTag ? 'wp:tag_description' : 'wp:category_description')
    yield* this.#newTags([name], place, markdownOfHtml(about) || null)
  }

  *#newTags(names: string[], place: string, about: string | null = null): Generator<Entry> {
    for (const tag of tagsOf(names).tags) {
      if (this.#tags.has(tag.slug)) continue
      this.#tags.add(tag.slug)
      yield { kind: 'tags', place, row: tagRow(tag, about) }
    }
  }

  *#item(item: Element, place: string): Generator<Entry> {
    const kind = valueOf(item, 'wp:post_type')
    const status = valueOf(item, 'wp:status')
    const type = types[kind]
    if (!type || status === 'auto-draft' || status === 'inherit') {
      const what = type ? 'empty drafts' : `items of the type ${kind || 'none'}`
      this.#left.set(what, (this.#left.get(what) ?? 0) + 1)
      return
    }
    if (type === 'page' && !this.#hasPages) {
      this.#hasPages = true
      yield { kind: 'types', place, row: typeRow('page', 'Page') }
    }
    const names = item.children
      .filter(
        ({ name, attributes }) => name === 'category' && attributes.nicename !== 'uncategorized'
      )
      .filter(({ attributes }) => ['category', 'post_tag'].includes(attributes.domain))
      .map(({ text }) => text)
    yield* this.#newTags(names, place)
    const { row, notes } = this.#post(item, type, names)
    yield { kind: 'posts', place, row, notes }
    for (const old of metaOf(item, '_wp_old_slug')) {
      const slug = addressOf(old)
      if (slug && slug !== row.slug) {
        yield { kind: 'redirects', place, row: { type, slug, post_id: row.id } }
      }
    }
    yield* this.#comments(item, row.id, place)
  }

  #post(item: Element, type: string, names: string[]): { row: Row; notes: string[] } {
    const value = (name: string) => valueOf(item, name)
    const status = value('wp:status')
    const { content, notes } = textOf(value('content:encoded'))
    const { tags, left } = tagsOf(names)
    if (left > 0) notes.push(`${left} of its tags are not kept: a post has 20 at most`)
    const at =
      timeOf(value('wp:post_date_gmt')) ?? timeOf(value('wp:post_date')) ?? timeOf(value('pubDate'))
    const isHidden = status === 'private' || value('wp:post_password') !== ''
    if (isHidden) notes.push('it was private, or had a password: it is a draft here')
    const isTrashed = status === 'trash'
    const isPublic = (status === 'publish' || status === 'future') && !isHidden
    const fields = [...new Set(metaOf(item, null))]
    if (fields.length > 0)
      notes.push(`its custom fields are not kept: ${fields.slice(0, 20).join(', ')}`)
    if (content === '') notes.push('it has no text')
    const now = new Date()
    const createdAt = (at && at < now ? at : now).toISOString()
    const login = value('dc:creator')
    return {
      notes,
      row: postRow(`post:${value('wp:post_id')}`, {
        type,
        title: textOfHtml(value('title')),
        content: content || '(This post has no text.)',
        slug: value('wp:post_name'),
        excerpt: textOfHtml(value('excerpt:encoded')),
        tags: tags.map(({ slug }) => slug),
        language: /^[A-Za-z0-9-]{2,35}$/.test(this.#language) ? this.#language : siteLanguage(),
        user_id: this.#logins.has(`login ${login}`) ? `login:${login}` : null,
        pinned: value('wp:is_sticky') === '1' ? 'site' : null,
        comments_open: value('wp:comment_status') !== 'closed',
        created_at: createdAt,
        updated_at: (timeOf(value('wp:post_modified_gmt')) ?? new Date(createdAt)).toISOString(),
        ...publication(at, !isPublic),
        ...(isTrashed && { trashed_at: createdAt }),
      }),
    }
  }

  /** Parents before their answers. */
  *#comments(item: Element, post: string, place: string): Generator<Entry> {
    const kept = new Map<string, Element>()
    for (const comment of item.children.filter(({ name }) => name === 'wp:comment')) {
      const isComment = ['', 'comment'].includes(valueOf(comment, 'wp:comment_type'))
      const isApproved = valueOf(comment, 'wp:comment_approved') === '1'
      if (isComment && isApproved) kept.set(valueOf(comment, 'wp:comment_id'), comment)
      else {
        const what = isComment ? 'comments that are not approved' : 'pingbacks and trackbacks'
        this.#left.set(what, (this.#left.get(what) ?? 0) + 1)
      }
    }
    const done = new Set<string>()
    for (const id of kept.keys()) {
      const chain: string[] = []
      for (let at = id; kept.has(at) && !done.has(at) && !chain.includes(at);) {
        chain.push(at)
        at = valueOf(kept.get(at)!, 'wp:comment_parent')
      }
      for (const one of chain.reverse()) {
        done.add(one)
        yield* this.#comment(kept.get(one)!, { post, place, kept })
      }
    }
  }

  *#comment(
    comment: Element,
    { post, place, kept }: { post: string; place: string; kept: Map<string, Element> }
  ): Generator<Entry> {
    const value = (name: string) => valueOf(comment, name)
    const author = this.#commenter(value)
    if (author && !this.#guests.has(author.id) && !author.id.startsWith('login:')) {
      this.#guests.add(author.id)
      yield { kind: 'users', place, row: author.row! }
    }
    const parent = value('wp:comment_parent')
    const text = markdownOfHtml(value('wp:comment_content'))
    const at =
      timeOf(value('wp:comment_date_gmt')) ?? timeOf(value('wp:comment_date')) ?? new Date()
    yield {
      kind: 'comments',
      place: `${place}#comment-${value('wp:comment_id')}`,
      notes: [...text].length > 10_000 ? ['it is cut after 10000 characters'] : [],
      row: {
        id: `comment:${value('wp:comment_id')}`,
        post_id: post,
        user_id: author?.id ?? null,
        parent_id: kept.has(parent) ? `comment:${parent}` : null,
        content: shortened(text, 10_000) || '…',
        ...{ created_at: at.toISOString(), updated_at: at.toISOString() },
      },
    }
  }

  /** An author of the site, or a guest by e-mail or name. */
  #commenter(value: (name: string) => string): { id: string; row?: Row } | null {
    const name = value('wp:comment_author')
    const email = value('wp:comment_author_email').toLowerCase()
    const userId = value('wp:comment_user_id')
    const login =
      (Number(userId) > 0 && this.#logins.get(`id ${userId}`)) || this.#logins.get(`email ${email}`)
    if (login) return { id: `login:${login}` }
    if (!name && !email) return null
    const id = email ? `guest:${email}` : `guest:name:${name}`
    return { id, row: userRow(id, { name: name || email.replace(/@.*$/s, ''), email }) }
  }
}

/** Values of a custom field; without a key the names of those that are no inner ones of WordPress. */
function metaOf(item: Element, key: string | null): string[] {
  return item.children
    .filter(({ name }) => name === 'wp:postmeta')
    .map((meta) => [valueOf(meta, 'wp:meta_key'), valueOf(meta, 'wp:meta_value')])
    .filter(([name]) => (key === null ? !name.startsWith('_') : name === key))
    .map(([name, value]) => (key === null ? name : value))
}

/** WordPress writes `0000-00-00 00:00:00` for none, and times without a zone, which are in UTC. */
function timeOf(text: string): Date | null {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(text) ?? []
  const at = new Date(day ? `${day}T${time}Z` : text)
  return text === '' || Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1 ? null : at
}
