import {
  lostElements,
  markdownOfHtml,
  withoutComments,
} from '#cli/moving/import/sources/markdown_of_html'

/** Block elements that stand by themselves in a classic post. */
const block =
  /^\s*<\/?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|t[dh]|blockquote|pre|figure|figcaption|hr|section|article|address|form|iframe)\b/i

/** Classic posts have paragraphs between blank lines, as WordPress shows them (`wpautop`). */
export function withParagraphs(html: string): string {
  return html
    .replaceAll('\r\n', '\n')
    .split(/(<pre[\s>](?:[^<]|<(?!\/pre>))*<\/pre>)/i)
    .map((part) => (/^<pre/i.test(part) ? part : paragraphsOf(part)))
    .join('\n')
}

const paragraphsOf = (html: string) =>
  html
    .split(/\n[ \t]*\n/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => (block.test(part) ? part : `<p>${part.replaceAll('\n', '<br>\n')}</p>`))
    .join('\n')

const shortcode = /\[(\/?)([a-z][a-z0-9_-]{0,50})(?:\s[^[\]<>]{0,2000})?\/?\]/gi

/** Shortcodes around a text, of which the text stays. */
const wrappers = new Set(['caption', 'wp_caption', 'embed'])

/** The Markdown of a post, and what of it can't be kept. */
export function textOf(html: string): { content: string; notes: string[] } {
  const isBlocks = html.includes('<!-- wp:')
  const bare = withoutComments(html.replaceAll('<!--nextpage-->', '<hr>'))
  const names = new Set<string>()
  const plain = bare.replace(shortcode, (all, _, name: string) => {
    if (wrappers.has(name.toLowerCase())) return ''
    names.add(name)
    return all
  })
  const content = markdownOfHtml(isBlocks ? plain : withParagraphs(plain))
  const known = [...names].filter(
    (name) => content.includes(`[${name}`) || content.includes(`\\[${name}`)
  )
  return {
    content,
    notes: [
      ...(known.length > 0 ? [`its shortcodes stay as they are written: ${known.join(', ')}`] : []),
      ...lostElements(plain),
    ],
  }
}
