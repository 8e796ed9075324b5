import { markdownOfHtml } from '#cli/moving/import/sources/markdown_of_html'
import type { SourceOptions } from '#cli/moving/import/sources/options'
import { addressOf, tagRow, tagsOf, typeRow } from '#cli/moving/import/sources/rows'
import { attachmentOf } from '#cli/moving/import/sources/wordpress/attachment'
import { commentsOf } from '#cli/moving/import/sources/wordpress/comments'
import { metaOf } from '#cli/moving/import/sources/wordpress/meta'
import { People } from '#cli/moving/import/sources/wordpress/people'
import { postOf } from '#cli/moving/import/sources/wordpress/post'
import { isPicture, type Survey } from '#cli/moving/import/sources/wordpress/survey'
import { elementsOf, valueOf, type Element } from '#cli/moving/import/sources/xml'
import type { Entry } from '#cli/moving/import/source'
import { siteLanguage } from '#domain/search/site'

const types: Record<string, string> = { post: 'post', page: 'page' }

/** One reading of an export. */
export class Export {
  #language = siteLanguage() as string
  #people = new People()
  #tags = new Set<string>()
  #hasPages = false
  /** What is not kept, with its number. */
  #left = new Map<string, number>()

  constructor(
    private survey: Survey,
    private options: SourceOptions
  ) {}

  async *entries(path: string): AsyncGenerator<Entry> {
    const name = path.split('/').at(-1)!
    for await (const element of elementsOf(path)) {
      const place = `${name}:${element.line}`
      if (element.name === 'language') this.#language = element.text.trim() || this.#language
      else if (element.name === 'wp:author') yield this.#people.author(element, place)
      else if (element.name === 'wp:category' || element.name === 'wp:tag') {
        yield* this.#term(element, place)
      } else if (element.name === 'item') yield* this.#item(element, place)
    }
    for (const [what, count] of this.#left) {
      yield { kind: 'posts', place: name, isNote: true, notes: [`${count} ${what}: not kept`] }
    }
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
    if (kind === 'attachment') yield* this.#attachment(item, place)
    else if (!type || status === 'auto-draft' || status === 'inherit') {
      this.#leave(type ? 'empty drafts' : `items of the type ${kind || 'none'}`)
    } else yield* this.#post(item, type, place)
  }

  *#attachment(item: Element, place: string): Generator<Entry> {
    const url = valueOf(item, 'wp:attachment_url')
    if (this.options.media === 'skip') this.#leave('items of the type attachment')
    else if (!URL.canParse(url) || !isPicture(url)) this.#leave('attachments that are no pictures')
    else yield attachmentOf(item, place, this.#people)
  }

  *#post(item: Element, type: string, place: string): Generator<Entry> {
    if (type === 'page' && !this.#hasPages) {
      this.#hasPages = true
      yield { kind: 'types', place, row: typeRow('page', 'Page') }
    }
    const names = termsOf(item)
    yield* this.#newTags(names, place)
    const [language, people] = [this.#language, this.#people]
    const { survey, options } = this
    const post = postOf(item, { type, place, names, language, people, survey, options })
    yield post
    const { id, slug: own } = post.row!
    for (const old of metaOf(item, '_wp_old_slug')) {
      const slug = addressOf(old)
      if (slug && slug !== own) {
        yield { kind: 'redirects', place, row: { type, slug, post_id: id } }
      }
    }
    yield* commentsOf(item, { post: id, place, people, leave: (what) => this.#leave(what) })
  }

  #leave(what: string) {
    this.#left.set(what, (this.#left.get(what) ?? 0) + 1)
  }
}

/** The names of the categories and tags of a post. */
const termsOf = (item: Element) =>
  item.children
    .filter(
      ({ name, attributes }) => name === 'category' && attributes.nicename !== 'uncategorized'
    )
    .filter(({ attributes }) => ['category', 'post_tag'].includes(attributes.domain))
    .map(({ text }) => text)
