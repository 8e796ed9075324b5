import { isBlank, isBreak, textNode, type Node } from '#cli/moving/import/sources/html/node'

interface Parts {
  /** Spaces and line breaks at the beginning. */
  before: Node[]
  inside: Node[]
  after: Node[]
}

/** Nodes without the spaces and line breaks at their ends. */
export function withoutEdges(nodes: Node[]): Parts {
  const isEdge = (node: Node) => isBlank(node) || isBreak(node)
  const start = nodes.findIndex((node) => !isEdge(node))
  if (start < 0) return { before: nodes, inside: [], after: [] }
  const end = nodes.findLastIndex((node) => !isEdge(node)) + 1
  const before = nodes.slice(0, start)
  const after = nodes.slice(end)
  const inside = nodes.slice(start, end)
  const first = inside[0].value ?? ''
  const opening = first.slice(0, first.length - first.trimStart().length)
  if (opening) {
    before.push(textNode(opening))
    inside[0] = textNode(first.trimStart())
  }
  const last = inside.at(-1)!.value ?? ''
  const closing = inside.at(-1)!.type === 'text' ? last.slice(last.trimEnd().length) : ''
  if (closing) {
    after.unshift(textNode(closing))
    inside[inside.length - 1] = textNode(last.trimEnd())
  }
  return { before, inside, after }
}
