import { escaped, pictureHtml } from '#cli/moving/import/sources/html/escape'

const tags: Record<string, string> = { paragraph: 'p', quote: 'blockquote', listitem: 'li' }

const MAX_DEPTH = 50

/** HTML of a Lexical document, and the names of cards that are lost. */
export function htmlOfLexical(root: Record<string, any>) {
  const lost = new Set<string>()
  const html = below(root, 0, lost)
  return { html, lost: [...lost] }
}

const below = (node: Record<string, any>, depth: number, lost: Set<string>): string =>
  depth > MAX_DEPTH || !Array.isArray(node.children)
    ? ''
    : node.children.map((child: Record<string, any>) => htmlOf(child, depth + 1, lost)).join('')

function htmlOf(node: Record<string, any>, depth: number, lost: Set<string>): string {
  const { type } = node
  if (/text$/.test(type)) return formed(escaped(node.text), node.format)
  if (Object.hasOwn(cards, type)) return cards[type](node)
  if (type === 'link') return `<a href="${escaped(node.url)}">${below(node, depth, lost)}</a>`
  if (!Array.isArray(node.children)) lost.add(String(type).slice(0, 50))
  const tag = tagOf(node)
  return `<${tag}>${below(node, depth, lost)}</${tag}>`
}

function tagOf({ type, tag, listType }: Record<string, any>): string {
  if (/heading$/.test(type)) return /^h[1-6]$/.exec(tag)?.[0] ?? 'h2'
  if (type === 'list') return listType === 'number' ? 'ol' : 'ul'
  const name = String(type).replace('extended-', '')
  return Object.hasOwn(tags, name) ? tags[name] : 'div'
}

const linkTo = (url: unknown, title: unknown) =>
  `<p><a href="${escaped(url)}">${escaped(title || url)}</a></p>`

const cards: Record<string, (node: Record<string, any>) => string> = {
  linebreak: () => '<br>',
  image: pictureHtml,
  gallery: ({ images = [] }) => images.map(pictureHtml).join(''),
  html: ({ html }) => String(html ?? ''),
  markdown: ({ markdown }) => `<pre>${escaped(markdown)}</pre>`,
  codeblock: ({ code }) => `<pre><code>${escaped(code)}</code></pre>`,
  horizontalrule: () => '<hr>',
  callout: ({ calloutText }) => `<blockquote>${String(calloutText ?? '')}</blockquote>`,
  toggle: ({ heading, content }) => `<p><strong>${heading ?? ''}</strong></p>${content ?? ''}`,
  button: ({ buttonUrl, buttonText }) => linkTo(buttonUrl, buttonText),
  bookmark: ({ url, metadata }) => linkTo(url, metadata?.title),
  embed: ({ url }) => linkTo(url, url),
  file: ({ src, fileTitle, fileName }) => linkTo(src, fileTitle || fileName),
  paywall: () => '',
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
