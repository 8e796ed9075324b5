import { metaOf } from '#cli/moving/import/sources/wordpress/meta'
import { elementsOf, valueOf } from '#cli/moving/import/sources/xml'
import { Failure } from '#cli/failure'

export interface Attachment {
  url: string
  alt: string
}

/** What a reading of a whole export finds: posts name attachments that stand after them. */
export interface Survey {
  /** The address of the site. */
  site: string
  /** By id. */
  attachments: ReadonlyMap<string, Attachment>
  /** The addresses of attachments that are pictures. */
  pictures: ReadonlySet<string>
}

export const isPicture = (url: string) => /\.(?:jpe?g|png|gif|webp|avif|tiff?)$/i.test(url)

/** Reads all of it, so that a torn file writes nothing. @throws Failure */
export async function survey(path: string): Promise<Survey> {
  const found: Record<string, string> = {}
  const attachments = new Map<string, Attachment>()
  for await (const element of elementsOf(path)) {
    const { name, text } = element
    if (/^(?:link|wp:base_(?:site|blog)_url)$/.test(name)) found[name] ??= text.trim()
    if (name !== 'item' || valueOf(element, 'wp:post_type') !== 'attachment') continue
    const url = valueOf(element, 'wp:attachment_url')
    const [alt = ''] = metaOf(element, '_wp_attachment_image_alt')
    if (URL.canParse(url)) attachments.set(valueOf(element, 'wp:post_id'), { url, alt })
  }
  const site = found['wp:base_blog_url'] || found.link || found['wp:base_site_url']
  if (!site) throw new Failure('unverified', `${path} is no export of WordPress: it names no site`)
  const addresses = [...attachments.values()].map(({ url }) => new URL(url).href)
  return { site, attachments, pictures: new Set(addresses.filter(isPicture)) }
}
