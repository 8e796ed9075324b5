import { toString } from 'hast-util-to-string'
import rehypeParse from 'rehype-parse'
import rehypeRemark from 'rehype-remark'
import remarkGfm from 'remark-gfm'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { players } from '#cli/moving/import/sources/html/players'
import { shallow } from '#cli/moving/import/sources/html/shallow'
import { tidyHtml } from '#cli/moving/import/sources/html/tidy_html'
import type { Node } from '#cli/moving/import/sources/html/node'

const converter = unified()
  .use(rehypeParse, { fragment: true })
  .use(() => (tree) => tidyHtml(tree as Node))
  .use(rehypeRemark)
  .use(remarkGfm)
  .use(remarkStringify, { bullet: '-', emphasis: '_', listItemIndent: 'one' })

const isPlain = /^[^<&*_`[\]\\#>~|-]*$/

/** Markdown of HTML. Scripts go; frames and players become links. @throws Error for what is nested too deeply */
export function markdownOfHtml(html: string): string {
  if (isPlain.test(html)) return html.trim()
  return shallow(() => String(converter.processSync(html)).trim())
}

const parser = unified().use(rehypeParse, { fragment: true })

/** The text of HTML, for a title. @throws Error for what is nested too deeply */
export const textOfHtml = (html: string): string =>
  /[<&]/.test(html) ? shallow(() => toString(parser.parse(html)).trim()) : html.trim()

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
const lost = ['script', 'form', 'style', 'svg']

/** A picture that is no file. */
const inline = /<img\b[^<>]*\ssrc=["']?data:/i

const elements = new RegExp(`<(${[...lost, ...players].join('|')})[\\s>/]`, 'gi')

/** What of HTML is not kept as it is. */
export function lostElements(html: string): string[] {
  const names = new Set([...html.matchAll(elements)].map(([, name]) => name.toLowerCase()))
  // Cards of Ghost have icons.
  const isShown = (name: string) => names.has(name) && !(name === 'svg' && html.includes('kg-card'))
  const gone = lost.filter(isShown)
  const linked = [...names].filter((name) => players.has(name))
  return [
    ...(gone.length > 0 ? [`not kept as they are: ${gone.join(', ')}`] : []),
    ...(inline.test(html) ? ['not kept: pictures within its text (data:)'] : []),
    ...(linked.length > 0 ? [`links stand in the place of: ${linked.join(', ')}`] : []),
  ]
}
