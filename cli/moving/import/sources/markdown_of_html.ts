import { toString } from 'hast-util-to-string'
import rehypeParse from 'rehype-parse'
import rehypeRemark from 'rehype-remark'
import remarkGfm from 'remark-gfm'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'

const converter = unified()
  .use(rehypeParse, { fragment: true })
  .use(rehypeRemark)
  .use(remarkGfm)
  .use(remarkStringify, { bullet: '-', emphasis: '_', listItemIndent: 'one' })

const isPlain = /^[^<&*_`[\]\\#>~|-]*$/

/** Markdown of HTML. Scripts and forms go; frames and players become links. */
export function markdownOfHtml(html: string): string {
  if (isPlain.test(html)) return html.trim()
  return String(converter.processSync(html)).trim()
}

const parser = unified().use(rehypeParse, { fragment: true })

/** The text of HTML, for a title. */
export const textOfHtml = (html: string): string =>
  /[<&]/.test(html) ? toString(parser.parse(html)).trim() : html.trim()

/** HTML without its comments, which WordPress keeps its blocks in. */
export function withoutComments(html: string): string {
  let kept = ''
  let from = 0
  for (;;) {
    const start = html.indexOf('<!--', from)
    if (start < 0) return kept + html.slice(from)
    kept += html.slice(from, start)
    const end = html.indexOf('-->', start + 4)
    if (end < 0) return kept
    from = end + 3
  }
}

/** Elements whose contents Markdown does not have. */
const lost = ['iframe', 'script', 'object', 'embed', 'form', 'video', 'audio', 'style', 'svg']

const elements = new RegExp(`<(${lost.join('|')})[\\s>/]`, 'gi')

export function lostElements(html: string): string[] {
  const names = new Set([...html.matchAll(elements)].map(([, name]) => name.toLowerCase()))
  return names.size === 0 ? [] : [`not kept as they are: ${[...names].join(', ')}`]
}
