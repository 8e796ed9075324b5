import { cardOf, pictureWithAddress } from '#cli/moving/import/sources/html/cards'
import { withoutEdges } from '#cli/moving/import/sources/html/edges'
import { isBlank, isBreak, isEmpty, isOne, type Node } from '#cli/moving/import/sources/html/node'
import { backgroundOf, linkToPlayer, players } from '#cli/moving/import/sources/html/players'
import { withLinks } from '#cli/moving/import/sources/html/text_links'

/** The mark of Markdown that each of these elements becomes. */
const marks: Record<string, string> = {
  ...{ b: 'strong', strong: 'strong' },
  ...{ i: 'em', em: 'em', u: 'em', mark: 'em' },
  ...{ s: 'del', del: 'del', strike: 'del' },
}

/** Their text stays as it is written. */
const verbatim = new Set(['pre', 'code', 'script', 'style', 'textarea', 'svg', 'template'])

/** Line breaks at their beginning and end show nothing. */
const blocks = new Set(
  'p h1 h2 h3 h4 h5 h6 li dt dd td th blockquote div figure figcaption'.split(' ')
)

interface Place {
  /** The marks and links around it. */
  within: ReadonlySet<string>
}

/** Changes HTML that has no good Markdown into HTML with the same look that has. */
export function tidyHtml(tree: Node) {
  tree.children = tidied(tree.children ?? [], { within: new Set() })
}

const tidied = (nodes: Node[], place: Place): Node[] =>
  apart(nodes.flatMap((node) => tidiedNode(node, place)))

function tidiedNode(node: Node, place: Place): Node[] {
  if (node.type === 'text') return place.within.has('a') ? [node] : withLinks(node)
  const { tagName, properties = {} } = node
  if (node.type !== 'element' || tagName === undefined || verbatim.has(tagName)) return [node]
  const card = cardOf(node)
  if (card) return card
  if (tagName === 'img') return [pictureWithAddress(node) ?? []].flat()
  if (isOne(node, players)) return linkToPlayer(node) ?? tidied(node.children ?? [], place)
  if (tagName === 'a') return tidiedLink(node, place)
  if (tagName in marks) return tidiedMark(node, marks[tagName], place)
  const children = tidied(node.children ?? [], place)
  const picture = backgroundOf(properties.style)
  const all = picture ? [picture, ...children] : children
  if (tagName === 'p') return paragraphs(node, all)
  if (tagName === 'ul' || tagName === 'ol') {
    return all.some((child) => child.type === 'element') ? [{ ...node, children: all }] : []
  }
  return [{ ...node, children: blocks.has(tagName) ? withoutEdges(all).inside : all }]
}

/** An anchor and a link to nowhere are no links in Markdown. */
function tidiedLink(node: Node, { within }: Place): Node[] {
  const children = tidied(node.children ?? [], { within: new Set([...within, 'a']) })
  if (!node.properties?.href || isEmpty(children)) return isEmpty(children) ? [] : children
  const { before, inside, after } = withoutEdges(children)
  return [...before, { ...node, children: inside }, ...after]
}

/** Spaces at the ends of a mark stand beside it, and a mark within the same one is none. */
function tidiedMark(node: Node, mark: string, { within }: Place): Node[] {
  const children = tidied(node.children ?? [], { within: new Set([...within, mark]) })
  const { before, inside, after } = withoutEdges(children)
  if (within.has(mark) || inside.length === 0) return [...before, ...inside, ...after]
  return [...before, { ...node, children: inside }, ...after]
}

/** Two line breaks begin a paragraph. */
function paragraphs(node: Node, children: Node[]): Node[] {
  const parts: Node[][] = [[]]
  for (let at = 0; at < children.length;) {
    let end = at
    while (end < children.length && (isBreak(children[end]) || isBlank(children[end]))) end++
    const gap = children.slice(at, end)
    if (gap.filter(isBreak).length > 1) parts.push([])
    else parts.at(-1)!.push(...gap)
    if (end < children.length) parts.at(-1)!.push(children[end])
    at = end + 1
  }
  return parts
    .map((part) => withoutEdges(part).inside)
    .filter((part) => part.length > 0)
    .map((part) => ({ ...node, children: part }))
}

const isLink = (node: Node | undefined) => node?.tagName === 'a'

/** Links one after the other have a space between them. */
const apart = (nodes: Node[]): Node[] =>
  nodes.flatMap((node, index) =>
    isLink(node) && isLink(nodes[index - 1]) ? [{ type: 'text', value: ' ' }, node] : [node]
  )
