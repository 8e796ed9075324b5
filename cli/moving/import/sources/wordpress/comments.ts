import { attempted } from '#cli/moving/import/sources/wordpress/attempted'
import { plainOfHtml } from '#cli/moving/import/sources/html/plain_of_html'
import { shortened } from '#cli/moving/import/sources/rows'
import type { Left } from '#cli/moving/import/sources/wordpress/left'
import type { People } from '#cli/moving/import/sources/wordpress/people'
import { withParagraphs } from '#cli/moving/import/sources/wordpress/paragraphs'
import { timeOf } from '#cli/moving/import/sources/wordpress/times'
import { valueOf, type Element } from '#cli/moving/import/sources/xml'
import type { Entry } from '#cli/moving/import/source'

const MAX_CHARACTERS = 10_000

interface Thread {
  /** The id of the post. */
  post: string
  /** The name of the file. */
  file: string
  people: People
  left: Left
}

/** The approved comments of a post, parents before their answers. */
export function* commentsOf(item: Element, thread: Thread): Generator<Entry> {
  const kept = new Map<string, Element>()
  for (const comment of item.children.filter(({ name }) => name === 'wp:comment')) {
    const type = valueOf(comment, 'wp:comment_type') || 'comment'
    const isApproved = valueOf(comment, 'wp:comment_approved') === '1'
    if (type === 'comment' && isApproved) kept.set(keyOf(comment, thread.post), comment)
    else thread.left.add(...leftOf(type))
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
      yield* entriesOf(kept.get(one)!, thread, kept)
    }
  }
}

const pings = new Set(['pingback', 'trackback'])

function leftOf(type: string): [noun: string, plural?: string] {
  if (pings.has(type)) return ['pingback or trackback', 'pingbacks and trackbacks']
  if (type === 'comment') return ['comment that is not approved', 'comments that are not approved']
  const of = `of the type ${type.slice(0, 50)}`
  return [`comment ${of}`, `comments ${of}`]
}

function* entriesOf(
  comment: Element,
  { post, file, people }: Thread,
  kept: ReadonlyMap<string, Element>
): Generator<Entry> {
  const value = (name: string) => valueOf(comment, name)
  const place = `${file}:${comment.line}#comment-${value('wp:comment_id')}`
  const author = people.commenter(comment, place)
  if (author?.entry) yield author.entry
  const parent = value('wp:comment_parent')
  yield attempted('comments', place, () => {
    const { text, notes } = textOf(value('wp:comment_content'))
    const at =
      timeOf(value('wp:comment_date_gmt')) ?? timeOf(value('wp:comment_date')) ?? new Date()
    const row = {
      id: `comment:${keyOf(comment, post)}`,
      post_id: post,
      user_id: author?.id ?? null,
      parent_id: kept.has(parent) ? `comment:${parent}` : null,
      content: text || '…',
      ...{ created_at: at.toISOString(), updated_at: at.toISOString() },
    }
    return { kind: 'comments', place, notes, row }
  })
}

/** Comments have no Markdown. */
function textOf(html: string) {
  const text = plainOfHtml(/[<&]/.test(html) ? withParagraphs(html) : html)
  const isLong = [...text].length > MAX_CHARACTERS
  const notes = isLong ? [`it is cut after ${MAX_CHARACTERS} characters`] : []
  return { text: shortened(text, MAX_CHARACTERS), notes }
}

/** What names a comment for a second import: old exports have no ids. */
const keyOf = (comment: Element, post: string) =>
  valueOf(comment, 'wp:comment_id') ||
  [post, valueOf(comment, 'wp:comment_date'), valueOf(comment, 'wp:comment_author')].join(' ')
