import type { Element, ElementContent, Root, RootContent } from 'hast'
import { toString } from 'hast-util-to-string'

/** Elements that are left out with all that is in them. */
const dropped = new Set(['style', 'script', 'meta', 'link', 'title', 'xml', 'img', 'head'])

/**
 * A plugin of rehype: takes out what word processors add, and gives lists and emphasis the elements that HTML has for
 * them. It works on a tree of its own, so that the browser runs and loads nothing of the page.
 */
export const cleanPage = () => (page: Root) => {
  page.children = cleaned(page.children)
}

function cleaned<Node extends RootContent>(nodes: Node[]): Node[] {
  return withLists(
    nodes.flatMap((node) => (node.type === 'element' ? clean(node) : keepText(node)))
  ) as Node[]
}

const keepText = (node: RootContent): RootContent[] => (node.type === 'text' ? [node] : [])

function clean(element: Element): RootContent[] {
  if (dropped.has(element.tagName)) return []
  const style = String(element.properties.style ?? '')
  // Word says with it what to show instead of a bullet.
  if (/mso-list:\s?ignore/i.test(style)) return []
  const children = cleaned(element.children)
  const isBold = /font-weight:\s?(?:bold|[6-9]00)/i.test(style)
  const isItalic = /font-style:\s?italic/i.test(style)
  if (element.tagName === 'span') {
    const inner = isItalic ? [wrapped('em', children)] : children
    return isBold ? [wrapped('strong', inner)] : inner
  }
  // Google Docs puts the whole into a `<b>` that is not bold, Word ends each paragraph with `<o:p>`.
  const isBare = element.tagName === 'b' && /font-weight:\s?(?:normal|400)/i.test(style)
  if (isBare || element.tagName.includes(':') || isUnsafeLink(element)) return children
  const item = element.tagName === 'p' && /mso-list:.*?level(\d)/i.exec(style)
  if (item) return [itemOfWord(Number(item[1]), isNumbered(element), children)]
  return [{ ...element, children }]
}

const isUnsafeLink = ({ tagName, properties }: Element) =>
  tagName === 'a' && !/^(?:https?|mailto):/i.test(String(properties.href ?? ''))

const wrapped = (tagName: string, children: ElementContent[]): Element => ({
  type: 'element',
  tagName,
  properties: {},
  children,
})

const isNumbered = (element: Element) => /^\s*[\da-z]{1,3}[.)]/i.test(toString(element))

/** Word writes an item as a paragraph with `mso-list: l0 level2 lfo1`. */
const itemOfWord = (level: number, numbered: boolean, children: ElementContent[]): Element => ({
  ...wrapped('li', children),
  properties: { level, numbered },
})

/** Puts items that follow each other into lists, by their levels. */
function withLists(nodes: RootContent[]): RootContent[] {
  const all: RootContent[] = []
  for (const node of nodes) {
    const level = node.type === 'element' ? Number(node.properties.level ?? 0) : 0
    if (!level) {
      // Blank lines between the paragraphs of Word don't end a list.
      const isBlank = node.type === 'text' && node.value.trim() === ''
      if (!isBlank || !isList(all.at(-1))) all.push(node)
      continue
    }
    const item = node as Element
    const tag = item.properties.numbered ? 'ol' : 'ul'
    let list = all.at(-1)
    if (!isList(list)) all.push((list = wrapped(tag, [])))
    for (let depth = 1; depth < level; depth++) list = lastListIn(list as Element, tag)
    ;(list as Element).children.push({ ...item, properties: {} })
  }
  return all
}

const isList = (node: RootContent | undefined): node is Element =>
  node?.type === 'element' && (node.tagName === 'ul' || node.tagName === 'ol')

/** The list in the last item of a list. */
function lastListIn(list: Element, tag: string): Element {
  let item = list.children.at(-1) as Element | undefined
  if (!item) list.children.push((item = wrapped('li', [])))
  const last = item.children.at(-1)
  if (isList(last)) return last
  const inner = wrapped(tag, [])
  item.children.push(inner)
  return inner
}
