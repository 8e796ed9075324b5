import { markdownOfHtml } from '#cli/moving/import/sources/html/markdown_of_html'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import { addressOf, tagRow, tagsOf, typeRow } from '#cli/moving/import/sources/rows'
import { attempted } from '#cli/moving/import/sources/wordpress/attempted'
import { attachmentOf } from '#cli/moving/import/sources/wordpress/attachment'
import { commentsOf } from '#cli/moving/import/sources/wordpress/comments'
import { Left } from '#cli/moving/import/sources/wordpress/left'
import { metaOf } from '#cli/moving/import/sources/wordpress/meta'
import { People } from '#cli/moving/import/sources/wordpress/people'
import { postOf } from '#cli/moving/import/sources/wordpress/post'
import type { Survey } from '#cli/moving/import/sources/wordpress/survey'
import { termsOf, UNCATEGORIZED } from '#cli/moving/import/sources/wordpress/terms'
import { elementsOf, valueOf, type Element } from '#cli/moving/import/sources/xml'
import type { Entry } from '#cli/moving/import/source'
import { siteLanguage } from '#domain/search/site'

const types: Record<string, string> = { post: 'post', page: 'page' }

/** One reading of an export. */
export class Export {
  #language = siteLanguage() as string
  #people: People
  #tags = new Set<string>()
  #hasPages = false
  /** The name of the file. */
  #file = ''
  #left = new Left()

  constructor(
    private survey: Survey,
    private options: SourceOptions
  ) {
    this.#people = new People(survey.site)
  }

  async *entries(path: string): AsyncGenerator<Entry> {
    const name = path.split('/').at(-1)!
    this.#file = name
    for await (const element of elementsOf(path)) {
      const place = `${name}:${element.line}`
      if (element.name === 'language') this.#language = element.text.trim() || this.#language
      else if (element.name === 'wp:author') yield this.#people.author(element, place)
      else if (element.name === 'wp:category' || element.name === 'wp:tag') {
        yield* this.#term(element, place)
      } else if (element.name === 'item') yield* this.#item(element, place)
    }
    for (const note of this.#left.notes()) {
      yield { kind: 'posts', place: name, isNote: true, notes: [note] }
    }
  }

  *#term(element: Element, place: string): Generator<Entry> {
    if (valueOf(element, 'wp:category_nicename') === UNCATEGORIZED) return
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
    if (kind === 'attachment') yield* this.#attachment(item, place)
    else if (kind === 'wp_block')
      this.#left.add('synced pattern by itself', 'synced patterns by themselves')
    else if (!type) {
      const of = `of the type ${kind.slice(0, 50) || 'none'}`
      this.#left.add(`item ${of}`, `items ${of}`)
    } else if (status === 'auto-draft' || status === 'inherit') this.#left.add('empty draft')
    else yield* this.#post(item, type, place)
  }

  *#attachment(item: Element, place: string): Generator<Entry> {
    const url = valueOf(item, 'wp:attachment_url')
    const kept = URL.canParse(url) && this.survey.pictures.get(new URL(url).href)
    if (!kept) this.#left.add('attachment that is no picture', 'attachments that are no pictures')
    else if (this.options.media === 'skip') {
      this.#left.add('picture of the library', 'pictures of the library: --media fetch takes them')
    } else {
      const person = this.#people.creator(valueOf(item, 'dc:creator'), place)
      if (person?.entry) yield person.entry
      const given = { place: `${place}#attachment-${keyOf(item)}`, owner: person?.id ?? null, kept }
      yield attempted('media', given.place, () => attachmentOf(item, given))
    }
  }

  *#post(item: Element, type: string, line: string): Generator<Entry> {
    const key = keyOf(item)
    const [id, place] = [`post:${key}`, `${line}#post-${key}`]
    if (type === 'page' && !this.#hasPages) {
      this.#hasPages = true
      yield { kind: 'types', place, row: typeRow('page', 'Page') }
    }
    if (Number(valueOf(item, 'wp:post_parent')) > 0) {
      this.#left.add('place of a page below another', 'places of pages below others')
    }
    const names = termsOf(item)
    yield* this.#newTags(names, place)
    const creator = this.#people.creator(valueOf(item, 'dc:creator'), place)
    if (creator?.entry) yield creator.entry
    const author = creator?.id ?? null
    const { survey, options } = this
    const site = { survey, options, language: this.#language }
    const post = attempted('posts', place, () =>
      postOf(item, { id, type, place, author, names, ...site })
    )
    yield post
    for (const old of metaOf(item, '_wp_old_slug')) {
      const slug = addressOf(old)
      if (slug && slug !== post.row?.slug) {
        yield { kind: 'redirects', place, row: { type, slug, post_id: id } }
      }
    }
    yield* commentsOf(item, { post: id, file: this.#file, people: this.#people, left: this.#left })
  }
}

/** What names an item for a second import: exports of WordPress 2.2 and older have no ids. */
const keyOf = (item: Element): string =>
  ['wp:post_id', 'guid', 'link'].map((name) => valueOf(item, name)).find(Boolean) ??
  `${valueOf(item, 'wp:post_date')} ${valueOf(item, 'title')}`
