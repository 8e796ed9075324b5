const names =
  `address article aside blockquote caption col colgroup dd details div dl dt fieldset figcaption
   figure footer form h1 h2 h3 h4 h5 h6 header hr iframe legend li menu nav ol p section summary
   table tbody td tfoot th thead tr ul`
    .split(/\s+/)
    .join('|')

/** The beginning or the end of an element that stands by itself. */
const edge = new RegExp(`</?(?:${names})(?=[\\s>/])[^<>]*>`, 'gi')

/** Classic posts and comments have paragraphs between blank lines, as WordPress shows them (`wpautop`). */
export const withParagraphs = (html: string): string =>
  verbatimApart(html.replaceAll(/\r\n?/g, '\n'))
    .map((part, index) => (index % 2 === 1 ? part : paragraphsOf(part)))
    .join('\n')

/** The beginning of an element that is a paragraph by itself where it has no more than one. */
const line = /^<(?:li|td|th|dt|dd|h[1-6]|p|figcaption|caption|summary|legend)(?=[\s>])/i

const verbatim = /<(pre|script|style|textarea)[\s>]/gi

/** Parts by turns: HTML, and elements with lines of their own. */
function verbatimApart(html: string): string[] {
  const parts: string[] = []
  const lower = html.toLowerCase()
  let from = 0
  for (const { index, 1: name } of lower.matchAll(verbatim)) {
    if (index < from) continue
    const end = lower.indexOf(`</${name}>`, index)
    if (end < 0) break
    const after = end + name.length + 3
    parts.push(html.slice(from, index), html.slice(index, after))
    from = after
  }
  return [...parts, html.slice(from)]
}

const paragraphsOf = (html: string) =>
  html
    // A new line within a tag is none of the text.
    .replace(/<[^<>]*>/g, (tag) => tag.replaceAll('\n', ' '))
    .replace(edge, '\n\n$&\n\n')
    .split(/\n[ \t]*\n/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part, index, parts) => {
      if (isEdge(part)) return part
      const lines = part.replaceAll('\n', '<br>\n')
      const isAlone = line.test(parts[index - 1] ?? '') && isEdge(parts[index + 1] ?? '')
      return isAlone ? lines : `<p>${lines}</p>`
    })
    .join('\n')

const isEdge = (part: string) => {
  edge.lastIndex = 0
  const found = edge.exec(part)
  return found?.index === 0 && found[0].length === part.length
}
