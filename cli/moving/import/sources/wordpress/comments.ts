import { markdownOfHtml } from '#cli/moving/import/sources/markdown_of_html'
import { shortened } from '#cli/moving/import/sources/rows'
import type { People } from '#cli/moving/import/sources/wordpress/people'
import { timeOf } from '#cli/moving/import/sources/wordpress/times'
import { valueOf, type Element } from '#cli/moving/import/sources/xml'
import type { Entry } from '#cli/moving/import/source'

const MAX_CHARACTERS = 10_000

interface Thread {
  /** The id of the post. */
  post: string
  place: string
  people: People
  /** Counts what is not kept. */
  leave: (what: string) => void
}

/** The approved comments of a post, parents before their answers. */
export function* commentsOf(item: Element, thread: Thread): Generator<Entry> {
  const kept = new Map<string, Element>()
  for (const comment of item.children.filter(({ name }) => name === 'wp:comment')) {
    const isComment = ['', 'comment'].includes(valueOf(comment, 'wp:comment_type'))
    const isApproved = valueOf(comment, 'wp:comment_approved') === '1'
    if (isComment && isApproved) kept.set(valueOf(comment, 'wp:comment_id'), comment)
    else thread.leave(isComment ? 'comments that are not approved' : 'pingbacks and trackbacks')
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

function* entriesOf(
  comment: Element,
  { post, place, people }: Thread,
  kept: ReadonlyMap<string, Element>
): Generator<Entry> {
  const value = (name: string) => valueOf(comment, name)
  const author = people.commenter(comment)
  if (author?.row) yield { kind: 'users', place, row: author.row }
  const parent = value('wp:comment_parent')
  const text = markdownOfHtml(value('wp:comment_content'))
  const isLong = [...text].length > MAX_CHARACTERS
  const at = timeOf(value('wp:comment_date_gmt')) ?? timeOf(value('wp:comment_date')) ?? new Date()
  yield {
    kind: 'comments',
    place: `${place}#comment-${value('wp:comment_id')}`,
    notes: isLong ? [`it is cut after ${MAX_CHARACTERS} characters`] : [],
    row: {
      id: `comment:${value('wp:comment_id')}`,
      post_id: post,
      user_id: author?.id ?? null,
      parent_id: kept.has(parent) ? `comment:${parent}` : null,
      content: shortened(text, MAX_CHARACTERS) || '…',
      ...{ created_at: at.toISOString(), updated_at: at.toISOString() },
    },
  }
}
