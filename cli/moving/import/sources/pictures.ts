import type { Picture } from '#cli/moving/import/source'

const target = String.raw`(?:<([^<>\n]{1,2000})>|((?:\\[!-/:-@[-\x60{-~]|\([^\s()<>\\]{0,500}\)|[^\s<>()\\]){1,2000}))`

/** A picture of Markdown: its alternative text, and its address. */
const pictures = new RegExp(String.raw`!\[((?:\\.|[^\]\\\n]){0,300})\]\(\s{0,9}${target}`, 'g')

/** The address of a picture or a link. */
const targets = new RegExp(String.raw`\]\(\s{0,9}${target}`, 'g')

const unescaped = (text: string) => text.replace(/\\([!-/:-@[-`{-~])/g, '$1')

interface Site {
  /** Relative addresses begin here. */
  base?: string
  /** Addresses of pictures, to which links lead, too. */
  files?: Addresses
}

type Addresses = Pick<ReadonlySet<string>, 'has' | 'size'>

/** The pictures of a text that the Web has, and the links to pictures of the site. */
export function picturesIn(markdown: string, { base, files = new Set<string>() }: Site): Picture[] {
  const found = new Map<string, Picture>()
  for (const [, alt, angled, plain] of markdown.matchAll(pictures)) {
    const written = angled ?? plain
    const url = wholeOf(addressOf(written, base), files)
    if (url) found.set(written, { written, url, alt: unescaped(alt).trim() || null })
  }
  if (files.size === 0) return [...found.values()]
  for (const [, angled, plain] of markdown.matchAll(targets)) {
    const written = angled ?? plain
    const url = wholeOf(addressOf(written, base), files)
    if (url && files.has(url) && !found.has(written))
      found.set(written, { written, url, alt: null })
  }
  return [...found.values()]
}

/** The addresses of all pictures and links, as the text has them. */
export const targetsIn = (markdown: string): Set<string> =>
  new Set([...markdown.matchAll(targets)].map(([, angled, plain]) => angled ?? plain))

/** Another address for each picture and link that has one. @param addresses by what the text has */
export const withAddresses = (markdown: string, addresses: ReadonlyMap<string, string>): string =>
  markdown.replace(targets, (all, angled?: string, plain?: string) => {
    const address = addresses.get(angled ?? plain!)
    return address === undefined ? all : `](${address}`
  })

function addressOf(written: string, base: string | undefined): string | null {
  try {
    const url = new URL(unescaped(written), base)
    return /^https?:$/.test(url.protocol) ? url.href : null
  } catch {
    return null
  }
}

/** The whole picture of which a text shows a smaller copy, such as `lamp-300x200.jpg` or `lamp.jpg?w=300`. */
function wholeOf(url: string | null, files: Addresses): string | null {
  if (url === null || files.size === 0) return url
  return candidatesOf(url).find((one) => files.has(one)) ?? url
}

function candidatesOf(url: string): string[] {
  const other = url.startsWith('https:') ? `http:${url.slice(6)}` : `https:${url.slice(5)}`
  return [url, other].flatMap((one) => {
    const bare = one.replace(/[?#].*$/, '')
    const whole = bare.replace(/-\d{1,5}x\d{1,5}(?=\.[a-z]{3,4}$)/i, '')
    // WordPress keeps a large upload as `lamp-scaled.jpg`.
    return [one, bare, whole, whole.replace(/(?=\.[a-z]{3,4}$)/i, '-scaled')]
  })
}

/** A picture in Markdown. */
export function pictureOf(address: string, alt = ''): string {
  const text = alt.replace(/\s+/g, ' ').replace(/[[\]\\]/g, String.raw`\$&`)
  return `![${text}](${address.replace(/[\s()<>\\]/g, (one) => encoded[one] ?? '%20')})`
}

const encoded: Record<string, string> = {
  '(': '%28',
  ')': '%29',
  '<': '%3C',
  '>': '%3E',
  '\\': '%5C',
}

const MAX_NAMED = 5

/** A note on pictures that stay where they are. */
export function pictureNote(markdown: string): string[] {
  const found = [...markdown.matchAll(pictures)].map(([, , angled, plain]) => angled ?? plain)
  const all = [...new Set(found)]
  if (all.length === 0) return []
  const more = all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : ''
  return [`its pictures stay at their addresses: ${all.slice(0, MAX_NAMED).join(', ')}${more}`]
}
