import type { Element } from '#cli/moving/import/sources/xml'

export const UNCATEGORIZED = 'uncategorized'

/** `tag` is that of exports before WordPress 3.1. */
const kept = new Set(['category', 'post_tag', 'tag'])

/** The names of the categories and tags of a post. Without a domain it is a category of an old export. */
export const termsOf = (item: Element) =>
  item.children
    .filter(
      ({ name, attributes, text }) =>
        name === 'category' && (attributes.nicename ?? text.trim().toLowerCase()) !== UNCATEGORIZED
    )
    .filter(({ attributes: { domain = 'category' } }) => kept.has(domain))
    .map(({ text }) => text.trim())

/** What themes and menus use, and no reader sees. */
const inner = new Set(['post_format', 'nav_menu', 'wp_theme', 'wp_template_part_area'])

/** A note on terms of other taxonomies. */
export function taxonomyNotes(item: Element): string[] {
  const domains = item.children.flatMap(({ name, attributes: { domain = 'category' } }) =>
    name === 'category' && !kept.has(domain) && !inner.has(domain) ? domain : []
  )
  const names = [...new Set(domains)].slice(0, 20)
  return names.length > 0 ? [`its terms of these taxonomies are not kept: ${names.join(', ')}`] : []
}
