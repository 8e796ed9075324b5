import {
  lostElements,
  markdownOfHtml,
  withoutComments,
} from '#cli/moving/import/sources/html/markdown_of_html'
import {
  classicBetween,
  dynamicBlocks,
  withPatterns,
} from '#cli/moving/import/sources/wordpress/blocks'
import { withParagraphs } from '#cli/moving/import/sources/wordpress/paragraphs'
import { withoutShortcodes, type Gallery } from '#cli/moving/import/sources/wordpress/shortcodes'

/** What a text leads to elsewhere in the export. */
export interface Around {
  gallery: Gallery
  /** The contents of synced patterns, by id. */
  patterns: ReadonlyMap<string, string>
}

/** The Markdown of a post, and what of it can't be kept. */
export function textOf(html: string, { gallery, patterns }: Around) {
  const whole = withPatterns(html, patterns).replaceAll('<!--nextpage-->', '<hr>')
  const { html: plain, names } = withoutShortcodes(whole, gallery)
  const isBlocks = plain.includes('<!-- wp:')
  const elements = isBlocks ? classicBetween(plain) : withParagraphs(withoutComments(plain))
  const content = markdownOfHtml(withoutComments(elements))
  const lost = dynamicBlocks(plain)
  return {
    content,
    notes: [
      ...(names.length > 0 ? [`its shortcodes stay as they are written: ${names.join(', ')}`] : []),
      ...(lost.length > 0 ? [`its blocks are not kept: ${lost.join(', ')}`] : []),
      ...lostElements(withoutComments(plain)),
    ],
  }
}
