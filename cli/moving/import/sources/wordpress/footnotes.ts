import { FOOTNOTES, metaOf } from '#cli/moving/import/sources/wordpress/meta'
import { isObject } from '#domain/is_object'
import type { Element } from '#cli/moving/import/sources/xml'

const reference = /<sup\b[^<>]*\bdata-fn=[^<>]*>\s*<a\b[^<>]*>([^<>]{1,10})<\/a>\s*<\/sup>/gi

/** A text with its footnotes as a list at its end. */
export function withFootnotes(html: string, item: Element): string {
  const notes = notesOf(metaOf(item, FOOTNOTES)[0])
  if (notes.length === 0) return html
  const numbered = html.replace(reference, '<sup>[$1]</sup>')
  return `${numbered}\n\n<hr>\n\n<ol>${notes.map((note) => `<li>${note}</li>`).join('')}</ol>`
}

function notesOf(json = '[]'): string[] {
  try {
    const notes: unknown = JSON.parse(json)
    return Array.isArray(notes)
      ? notes.filter(isObject).map(({ content }) => String(content ?? ''))
      : []
  } catch {
    return []
  }
}
