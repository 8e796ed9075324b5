import { element, textNode, type Node } from '#cli/moving/import/sources/html/node'

const address = /(^|[\s(])(https?:\/\/[^\s<>"]{1,2000})/g

/** Addresses in a text as links: Markdown would escape them, and WordPress embeds what is there. */
export function withLinks(node: Node): Node[] {
  const text = node.value ?? ''
  if (!text.includes('://')) return [node]
  const made: Node[] = []
  let from = 0
  for (const { index, 1: before, 2: found } of text.matchAll(address)) {
    const url = withoutEnd(found)
    // Within a shortcode it is a part of it.
    if (/[[\]]/.test(found) || !URL.canParse(url)) continue
    const start = index + before.length
    if (start > from) made.push(textNode(text.slice(from, start)))
    made.push(element('a', { href: url }, [textNode(url)]))
    from = start + url.length
  }
  if (from === 0) return [node]
  return from < text.length ? [...made, textNode(text.slice(from))] : made
}

const marks = new Set(".,;:!?'’”")

/** The full stop after an address is none of it. */
function withoutEnd(url: string): string {
  let end = url.length
  while (end > 0 && marks.has(url[end - 1])) end--
  const bare = url.slice(0, end)
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare
}
