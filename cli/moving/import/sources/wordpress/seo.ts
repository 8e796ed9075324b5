import { shortened } from '#cli/moving/import/sources/rows'
import { metaOf } from '#cli/moving/import/sources/wordpress/meta'
import type { Element } from '#cli/moving/import/sources/xml'

/** The custom fields in which plugins keep what search engines are told: Yoast, Rank Math, AIOSEO, SEOPress, Genesis. */
const titles = [
  ...['_yoast_wpseo_title', 'rank_math_title', '_aioseo_title', '_aioseop_title'],
  ...['_seopress_titles_title', '_genesis_title'],
]
const descriptions = [
  ...['_yoast_wpseo_metadesc', 'rank_math_description', '_aioseo_description'],
  ...['_aioseop_description', '_seopress_titles_desc', '_genesis_description'],
]

/** What search engines are told of a post; null for nothing. A text with variables of its plugin is none. */
export function seoOf(item: Element) {
  const first = (names: string[], most: number) => {
    const text = names.flatMap((name) => metaOf(item, name)).find((one) => one !== '')
    return text && !/%{1,2}\w+%|#\w+_\w+/.test(text) ? shortened(text, most) : null
  }
  const [title, description] = [first(titles, 200), first(descriptions, 500)]
  return title || description ? { title, description } : null
}
