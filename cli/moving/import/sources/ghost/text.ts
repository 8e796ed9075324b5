import {
  lostElements,
  markdownOfHtml,
  withoutComments,
} from '#cli/moving/import/sources/html/markdown_of_html'
import { htmlOfLexical } from '#cli/moving/import/sources/ghost/lexical'
import { htmlOfMobiledoc } from '#cli/moving/import/sources/ghost/mobiledoc'
import { isObject } from '#domain/is_object'

interface Texts {
  html?: string | null
  mobiledoc?: string | null
  lexical?: string | null
  /** Of Ghost before 1.0. */
  markdown?: string | null
}

/** The Markdown of a post: of its HTML, or of what the editor keeps. */
export function ghostText({ html, mobiledoc, lexical, markdown }: Texts): {
  content: string
  notes: string[]
} {
  const written = cardOf(mobiledoc) ?? markdown ?? null
  if (written !== null && !(html && hasElements(written))) {
    return { content: written.trim(), notes: [] }
  }
  const { html: source, lost } = html ? { html, lost: [] } : edited({ mobiledoc, lexical })
  const bare = withoutComments(source)
  const cards = lost.length > 0 ? [`its cards are not kept: ${lost.join(', ')}`] : []
  return { content: markdownOfHtml(bare), notes: [...lostElements(bare), ...cards] }
}

/** Whether Markdown has elements of HTML, which are text here, or footnotes, which are none. */
const hasElements = (markdown: string) =>
  /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>|<!--|^\[\^[^\]\n]{1,50}\]:/im.test(markdown)

/** What the editor keeps of a post that was never shown. */
function edited({ mobiledoc, lexical }: Texts): { html: string; lost: string[] } {
  const { root } = objectOf(lexical)
  return isObject(root) ? htmlOfLexical(root) : htmlOfMobiledoc(objectOf(mobiledoc))
}

/** A post that is one Markdown card is Markdown already. */
function cardOf(mobiledoc: string | null | undefined): string | null {
  const { cards, sections } = objectOf(mobiledoc)
  if (!Array.isArray(cards) || cards.length !== 1 || !Array.isArray(sections)) return null
  const [[name, card]] = cards
  const isAll = sections.every(([kind, ...rest]) => kind === 10 || JSON.stringify(rest).length < 20)
  const text = card?.markdown
  return isAll && /^(?:card-)?markdown$/.test(name) && typeof text === 'string' ? text : null
}

function objectOf(json: string | null | undefined): Record<string, any> {
  try {
    const parsed: unknown = JSON.parse(json ?? '')
    return isObject(parsed) ? parsed : {}
  } catch {
    return {}
  }
}
