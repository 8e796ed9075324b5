import { markdownOfHtml } from '#cli/moving/import/sources/html/markdown_of_html'
import { shortened } from '#cli/moving/import/sources/rows'
import { mediaRow } from '#cli/moving/import/sources/media_row'
import { metaOf } from '#cli/moving/import/sources/wordpress/meta'
import { timeOf } from '#cli/moving/import/sources/wordpress/times'
import { valueOf, type Element } from '#cli/moving/import/sources/xml'
import type { Entry } from '#cli/moving/import/source'

/** A picture of the library of WordPress, which is to be fetched. */
export function attachmentOf(item: Element, place: string, owner: string | null): Entry {
  const { href: url } = new URL(valueOf(item, 'wp:attachment_url'))
  const [alt = ''] = metaOf(item, '_wp_attachment_image_alt')
  const caption = markdownOfHtml(valueOf(item, 'excerpt:encoded'))
  const at = timeOf(valueOf(item, 'wp:post_date_gmt')) ?? new Date()
  const row = mediaRow(url, {
    owner,
    alt: shortened(alt, 1000) || null,
    caption: shortened(caption, 1000) || null,
    at: at.toISOString(),
  })
  return { kind: 'media', place, row, pictures: [{ written: url, url, alt }] }
}
