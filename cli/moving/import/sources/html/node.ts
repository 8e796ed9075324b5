/** A node of hast, the syntax tree of HTML. */
export interface Node {
  type: string
  tagName?: string
  value?: string
  properties?: Record<string, any>
  children?: Node[]
}

export const element = (
  tagName: string,
  properties: Record<string, unknown>,
  children: Node[]
): Node => ({ type: 'element', tagName, properties, children })

export const textNode = (value: string): Node => ({ type: 'text', value })

/** Whether it is an element with one of these names. */
export const isOne = ({ tagName }: Node, names: ReadonlySet<string>) =>
  tagName !== undefined && names.has(tagName)

export const isBreak = ({ tagName }: Node) => tagName === 'br'

export const isBlank = ({ type, value = '' }: Node) => type === 'text' && value.trim() === ''

/** Whether a reader would see nothing of it. */
export const isEmpty = (nodes: Node[]): boolean =>
  nodes.every(
    (node) =>
      isBlank(node) ||
      (node.tagName !== 'img' && node.type !== 'text' && isEmpty(node.children ?? []))
  )
