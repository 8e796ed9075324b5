import { metaOf } from '#cli/moving/import/sources/wordpress/meta'
import { elementsOf, valueOf } from '#cli/moving/import/sources/xml'
import { Failure } from '#cli/failure'

export interface Attachment {
  url: string
  alt: string
  /** HTML. */
  caption: string
  /** The id of the post that it was uploaded to. */
  parent: string
  order: number
}

/** What a reading of a whole export finds: posts name attachments that stand after them. */
export interface Survey {
  /** The address of the site. */
  site: string
  /** By id. */
  attachments: ReadonlyMap<string, Attachment>
  /** Attachments that are pictures, by their addresses. */
  pictures: ReadonlyMap<string, Attachment>
  /** The contents of synced patterns (reusable blocks), by id. */
  patterns: ReadonlyMap<string, string>
}

export const isPicture = (url: string) => /\.(?:jpe?g|png|gif|webp|avif|tiff?)$/i.test(url)

/** Reads all of it, so that a torn file writes nothing. @param given where the site is @throws Failure */
export async function survey(path: string, given?: string): Promise<Survey> {
  const found: Record<string, string> = {}
  const attachments = new Map<string, Attachment>()
  const patterns = new Map<string, string>()
  for await (const element of elementsOf(path)) {
    const { name, text } = element
    if (/^(?:link|wp:base_(?:site|blog)_url)$/.test(name)) found[name] ??= text.trim()
    if (name !== 'item') continue
    const value = (child: string) => valueOf(element, child)
    const id = value('wp:post_id')
    const type = valueOf(element, 'wp:post_type')
    if (type === 'wp_block') patterns.set(id, value('content:encoded'))
    const url = value('wp:attachment_url')
    if (type !== 'attachment' || !URL.canParse(url)) continue
    const [alt = ''] = metaOf(element, '_wp_attachment_image_alt')
    const caption = value('excerpt:encoded')
    const place = { parent: value('wp:post_parent'), order: Number(value('wp:menu_order')) || 0 }
    attachments.set(id, { url, alt, caption, ...place })
  }
  const site = found['wp:base_blog_url'] || found.link || found['wp:base_site_url'] || given
  if (!site) {
    throw new Failure(
      'unverified',
      `${path} is no export of WordPress, or a part of one: it names no site (--site <address> does)`
    )
  }
  const pictures = [...attachments.values()].filter(({ url }) => isPicture(url))
  const byAddress = new Map(pictures.map((one) => [new URL(one.url).href, one]))
  return { site, attachments, patterns, pictures: byAddress }
}
