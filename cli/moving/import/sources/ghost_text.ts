import {
  lostElements,
  markdownOfHtml,
  withoutComments,
} from '#cli/moving/import/sources/markdown_of_html'
import { isObject } from '#domain/is_object'

interface Texts {
  html?: string | null
  mobiledoc?: string | null
  lexical?: string | null
}

/** The Markdown of a post: of its HTML, or of what the editor keeps. */
export function ghostText({ html, mobiledoc, lexical }: Texts): {
  content: string
  notes: string[]
} {
  const written = cardOf(mobiledoc)
  if (written !== null) return { content: written.trim(), notes: [] }
  const source = html || htmlOfLexical(lexical)
  const bare = withoutComments(source)
  return { content: markdownOfHtml(bare), notes: lostElements(bare) }
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

const tags: Record<string, string> = { paragraph: 'p', quote: 'blockquote', listitem: 'li' }

/** HTML of a Lexical document: texts with their forms, headings, lists, links and pictures. */
function htmlOfLexical(lexical: string | null | undefined): string {
  const { root } = objectOf(lexical)
  return isObject(root) ? below(root, 0) : ''
}

const MAX_DEPTH = 50

const below = (node: Record<string, any>, depth: number): string =>
  depth > MAX_DEPTH || !Array.isArray(node.children)
    ? ''
    : node.children.map((child: Record<string, any>) => htmlOf(child, depth + 1)).join('')

function htmlOf(node: Record<string, any>, depth: number): string {
  const { type } = node
  if (/text$/.test(type)) return formed(escaped(node.text), node.format)
  if (type === 'linebreak') return '<br>'
  if (type === 'image') return `<p><img src="${escaped(node.src)}" alt="${escaped(node.alt)}"></p>`
  if (type === 'html') return String(node.html ?? '')
  if (type === 'markdown') return `<pre>${escaped(node.markdown)}</pre>`
  if (type === 'codeblock') return `<pre><code>${escaped(node.code)}</code></pre>`
  if (type === 'horizontalrule') return '<hr>'
  if (type === 'link') return `<a href="${escaped(node.url)}">${below(node, depth)}</a>`
  const tag = /heading$/.test(type)
    ? (/^h[1-6]$/.exec(node.tag)?.[0] ?? 'h2')
    : type === 'list'
      ? node.listType === 'number'
        ? 'ol'
        : 'ul'
      : (tags[String(type).replace('extended-', '')] ?? 'div')
  return `<${tag}>${below(node, depth)}</${tag}>`
}

/** Lexical's bits of a text's form. */
const forms = [
  [1, 'strong'],
  [2, 'em'],
  [4, 'del'],
  [16, 'code'],
] as const

const formed = (text: string, format: unknown) =>
  forms.reduce(
    (made, [bit, tag]) => (Number(format) & bit ? `<${tag}>${made}</${tag}>` : made),
    text
  )

const escaped = (text: unknown) =>
  String(text ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')

function objectOf(json: string | null | undefined): Record<string, any> {
  try {
    const parsed: unknown = JSON.parse(json ?? '')
    return isObject(parsed) ? parsed : {}
  } catch {
    return {}
  }
}
