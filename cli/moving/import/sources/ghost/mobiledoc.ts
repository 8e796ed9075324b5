import { escaped, pictureHtml } from '#cli/moving/import/sources/html/escape'

type Card = [name: string, payload: Record<string, any>]
type Markup = [tag: string, attributes?: string[]]
type Marker = [type: number, opened: number[], closed: number, value: unknown]

interface Mobiledoc {
  cards?: Card[]
  markups?: Markup[]
  sections?: any[][]
}

/** The tags that Markdown has. */
const known = new Set(['a', 'b', 'strong', 'i', 'em', 's', 'del', 'code', 'u', 'sub', 'sup'])

const blocks = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'aside'])

/** HTML of a mobiledoc 0.3 (https://github.com/bustle/mobiledoc-kit). @returns also the names of cards that are lost */
export function htmlOfMobiledoc({ cards = [], markups = [], sections = [] }: Mobiledoc) {
  const lost = new Set<string>()
  const cardHtml = ([name = '', payload]: Partial<Card>) => {
    const kind = name.replace(/^card-/, '')
    if (Object.hasOwn(cardsOfGhost, kind)) return cardsOfGhost[kind](payload ?? {})
    lost.add(name)
    return ''
  }
  const html = sections.map(([type, first, second]) => {
    if (type === 1) {
      const tag = blocks.has(first) ? first : 'p'
      return `<${tag}>${textOf(second, markups)}</${tag}>`
    }
    if (type === 2) return pictureHtml({ src: first })
    if (type === 3) {
      const tag = first === 'ol' ? 'ol' : 'ul'
      const items = second.map((markers: Marker[]) => `<li>${textOf(markers, markups)}</li>`)
      return `<${tag}>${items.join('')}</${tag}>`
    }
    return type === 10 ? cardHtml(cards[first] ?? []) : ''
  })
  return { html: html.join('\n'), lost: [...lost] }
}

function textOf(markers: Marker[], markups: Markup[]): string {
  const open: string[] = []
  let html = ''
  for (const [type, opened, closed, value] of markers ?? []) {
    for (const index of opened) {
      const [tag, attributes = []] = markups[index] ?? ['']
      const name = known.has(tag) ? tag : 'span'
      const at = attributes.indexOf('href')
      html += at < 0 ? `<${name}>` : `<${name} href="${escaped(attributes[at + 1])}">`
      open.push(name)
    }
    // An atom is a line break.
    html += type === 1 ? '<br>' : escaped(value)
    for (let count = 0; count < closed; count++) html += `</${open.pop() ?? 'span'}>`
  }
  return html
}

const cardsOfGhost: Record<string, (payload: Record<string, any>) => string> = {
  image: pictureHtml,
  gallery: ({ images = [] }) => images.map(pictureHtml).join(''),
  html: ({ html }) => String(html ?? ''),
  markdown: ({ markdown }) => `<pre>${escaped(markdown)}</pre>`,
  code: ({ code }) => `<pre><code>${escaped(code)}</code></pre>`,
  hr: () => '<hr>',
  embed: ({ url }) => `<p><a href="${escaped(url)}">${escaped(url)}</a></p>`,
  bookmark: ({ url, metadata }) =>
    `<p><a href="${escaped(url)}">${escaped(metadata?.title ?? url)}</a></p>`,
  // What follows is for members.
  paywall: () => '',
}
