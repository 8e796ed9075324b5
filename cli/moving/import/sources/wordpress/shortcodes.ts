import { pictureHtml } from '#cli/moving/import/sources/html/escape'
import type { Attachment } from '#cli/moving/import/sources/wordpress/survey'

/** The pictures of a gallery: these, or without ids those of the post. */
export type Gallery = (ids: string[] | null) => Attachment[]

const shortcode = /(?<!\[)\[(\/?)([a-z][a-z0-9_-]{0,50})((?:\s[^[\]<>]{0,2000})?)\/?\](?!\])/gi

const caption = /\[(?:wp_)?caption\b([^\]]{0,2000})\]([^]{0,5000}?)\[\/(?:wp_)?caption\]/gi

const captioned = /^\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*<\/a>)?)([^]*)$/i

/** Shortcodes around a text, of which the text stays. */
const wrappers = new Set(['caption', 'wp_caption', 'embed'])

/** Shortcodes that are none by their looks. */
const known = new Set(['gallery', 'playlist', 'audio', 'video', 'products', 'cart', 'checkout'])

/**
 * Pictures, players and captions in the place of their shortcodes.
 * @returns also the names of other shortcodes, which stay. A word in brackets is none
 */
export function withoutShortcodes(html: string, gallery: Gallery) {
  const names = new Set<string>()
  const figures = html.replace(caption, (all, attributes: string, text: string) => {
    const [, picture, below] = captioned.exec(text) ?? []
    const words = below?.trim() || unquoted(attributes, 'caption')
    return picture ? `<figure>${picture}<figcaption>${words}</figcaption></figure>` : all
  })
  const made = figures.replace(shortcode, (all, slash: string, given: string, rest: string) => {
    const name = given.toLowerCase()
    if (wrappers.has(name)) return ''
    const instead = name in inPlace ? inPlace[name](rest, Boolean(slash), gallery) : null
    if (instead !== null) return instead
    const isShortcode = known.has(name) || rest.includes('=') || figures.includes(`[/${given}]`)
    if (isShortcode) names.add(name)
    return all
  })
  return { html: made, names: [...names].slice(0, MAX_NAMES) }
}

const MAX_NAMES = 20

type Replacement = (attributes: string, isEnd: boolean, gallery: Gallery) => string | null

const inPlace: Record<string, Replacement> = {
  gallery(attributes, _, gallery) {
    const ids = unquoted(attributes, 'ids') || unquoted(attributes, 'include')
    const shown = gallery(ids ? ids.split(/[\s,]+/).filter(Boolean) : null)
    const figures = shown.map(({ url, alt, caption: below }) =>
      pictureHtml({ src: url, alt, caption: below })
    )
    return figures.length > 0 ? `\n\n${figures.join('\n\n')}\n\n` : null
  },
  audio: (attributes, isEnd) => player('audio', attributes, isEnd),
  video: (attributes, isEnd) => player('video', attributes, isEnd),
}

/** Its file has the name of its type: `[audio mp3="…"]`; long ago it had none. */
function player(tag: string, attributes: string, isEnd: boolean): string | null {
  if (isEnd) return ''
  const [address] = /https?:\/\/[^\s"'|]{1,2000}/.exec(attributes.replace(/\bposter=\S+/, '')) ?? []
  return address ? `\n\n<${tag} src="${address}"></${tag}>\n\n` : null
}

function unquoted(attributes: string, name: string): string {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"']+))`, 'i').exec(
    attributes
  )
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? ''
}
