import rehypeParse from 'rehype-parse'
import { unified } from 'unified'
import { shallow } from '#cli/moving/import/sources/html/shallow'
import type { Node } from '#cli/moving/import/sources/html/node'

const parser = unified().use(rehypeParse, { fragment: true })

const blocks = new Set(
  'p div h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table figure address section article'.split(' ')
)

const lines = new Set(['li', 'dt', 'dd', 'tr'])

const hidden = new Set(['script', 'style', 'template', 'head'])

/** The text of HTML with its paragraphs, lists and the addresses of its links, for what has no Markdown. @throws Error for what is nested too deeply */
export const plainOfHtml = (html: string): string =>
  (/[<&]/.test(html) ? shallow(() => textOf(parser.parse(html) as Node)) : html)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** White space after a new line shows nothing. */
const textOf = ({ children = [] }: Node): string =>
  children.reduce((made, node) => {
    const text = nodeText(node)
    return made + (node.type === 'text' && made.endsWith('\n') ? text.trimStart() : text)
  }, '')

function nodeText(node: Node): string {
  const { type, value = '', tagName = '', properties = {} } = node
  if (type === 'text') return value.replace(/\s+/g, ' ')
  if (type !== 'element' || hidden.has(tagName)) return ''
  if (tagName === 'br') return '\n'
  if (tagName === 'img') return withAddress(String(properties.alt ?? ''), properties.src)
  if (tagName === 'pre') return `\n\n${verbatim(node)}\n\n`
  const text = textOf(node)
  if (tagName === 'a') return withAddress(text, properties.href)
  if (lines.has(tagName)) return `\n${tagName === 'li' ? '- ' : ''}${text.trim()}`
  return blocks.has(tagName) ? `\n\n${text.trim()}\n\n` : text
}

const verbatim = ({ value, children = [] }: Node): string =>
  value ?? children.map(verbatim).join('')

function withAddress(text: string, address: unknown): string {
  const url = typeof address === 'string' && /^https?:/.test(address) ? address : ''
  const shown = text.trim()
  if (!url || shown === url) return text
  return shown ? `${text} (${url})` : url
}
