import { element, textNode, type Node } from '#cli/moving/import/sources/html/node'

/** Links that Ghost makes of a title, a text and pictures. */
const links: Record<string, string> = {
  'kg-bookmark-container': 'kg-bookmark-title',
  'kg-file-card-container': 'kg-file-card-title',
}

/** The controls of players in Ghost. */
const controls = new Set(['kg-audio-player', 'kg-video-player-container', 'kg-video-overlay'])

const classesOf = ({ properties }: Node): string[] =>
  Array.isArray(properties?.className) ? properties.className : []

/** What stands for a card of Ghost; undefined for another element. */
export function cardOf(node: Node): Node[] | undefined {
  const classes = classesOf(node)
  if (classes.some((name) => controls.has(name))) return []
  const title = classes.map((name) => links[name]).find(Boolean)
  if (title === undefined) return undefined
  const href = String(node.properties?.href ?? '')
  const link = element('a', { href }, [textNode(textBelow(node, title).trim() || href)])
  const about = textBelow(node, 'kg-bookmark-description').trim()
  return about ? [link, textNode(` – ${about}`)] : [link]
}

/** The text of the first element with a class. */
function textBelow(node: Node, name: string): string {
  const found = classesOf(node).includes(name)
  const texts = (node.children ?? []).map((child) =>
    found ? (child.value ?? allText(child)) : textBelow(child, name)
  )
  return found ? texts.join('') : (texts.find(Boolean) ?? '')
}

const allText = ({ value, children = [] }: Node): string => value ?? children.map(allText).join('')

/** A picture with its address; null for one within the text, or without any. */
export function pictureWithAddress(node: Node): Node | null {
  const { src, dataSrc, dataLazySrc } = node.properties ?? {}
  const hasAddress = (one: unknown) => typeof one === 'string' && !/^(?:data:|\s*$)/i.test(one)
  // Pictures that load late have their address elsewhere.
  const address = [src, dataLazySrc, dataSrc].find(hasAddress)
  return address ? { ...node, properties: { ...node.properties, src: address } } : null
}
