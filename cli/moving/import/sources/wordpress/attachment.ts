import { markdownOfHtml } from '#cli/moving/import/sources/html/markdown_of_html'
import { shortened } from '#cli/moving/import/sources/rows'
import { mediaRow } from '#cli/moving/import/sources/media_row'
import type { Attachment } from '#cli/moving/import/sources/wordpress/survey'
import { timeOf } from '#cli/moving/import/sources/wordpress/times'
import { valueOf, type Element } from '#cli/moving/import/sources/xml'
import type { Entry } from '#cli/moving/import/source'

const MAX_CHARACTERS = 1000

/** What the library says of a picture. @param shown its alternative text in a post */
export const libraryTexts = ({ alt, caption }: Attachment, shown: string | null = null) => ({
  alt: shortened(alt, MAX_CHARACTERS) || shown,
  caption: shortened(markdownOfHtml(caption), MAX_CHARACTERS) || null,
})

/** A picture of the library of WordPress, which is to be fetched. */
export function attachmentOf(
  item: Element,
  { place, owner, kept }: { place: string; owner: string | null; kept: Attachment }
): Entry {
  const { href: url } = new URL(kept.url)
  const at = timeOf(valueOf(item, 'wp:post_date_gmt')) ?? new Date()
  const texts = libraryTexts(kept)
  const row = mediaRow(url, { owner, ...texts, at: at.toISOString() })
  return { kind: 'media', place, row, pictures: [{ written: url, url, ...texts }] }
}
