import { element, textNode, type Node } from '#cli/moving/import/sources/html/node'

/** What Markdown has no element for, and a link stands for. */
export const players = new Set(['audio', 'video', 'iframe', 'embed', 'object'])

/** A link to what it plays; null for nothing that the Web has. */
export function linkToPlayer(node: Node): Node[] | null {
  const { properties = {}, children = [] } = node
  const source = children.find(({ tagName }) => tagName === 'source' || tagName === 'embed')
  const href = addressOf(properties.src ?? properties.data ?? source?.properties?.src)
  if (!href) return null
  const { poster, title } = properties
  const isShown = poster && !/^https:\/\/img\.spacergif\.org\//.test(String(poster))
  const shown = isShown
    ? element('img', { src: String(poster), alt: '' }, [])
    : textNode(String(title || href).trim())
  return [element('a', { href }, [shown])]
}

/** Addresses without a protocol have that of their page. */
function addressOf(given: unknown): string | null {
  const text = typeof given === 'string' ? given.trim() : ''
  if (text.startsWith('//')) return `https:${text}`
  return /^(?:https?:\/\/|\/)/i.test(text) ? text : null
}

const background = /background(?:-image)?:[^;]{0,500}?url\(\s*(['"]?)(https?:\/\/[^'")\s]+)\1\s*\)/i

/** The picture behind an element, as in cover blocks of WordPress. */
export function backgroundOf(style: unknown): Node | null {
  const [, , src] = (typeof style === 'string' && background.exec(style)) || []
  return src ? element('img', { src, alt: '' }, []) : null
}
