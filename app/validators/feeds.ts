import vine from '@vinejs/vine'
import { page, filterRules } from '#validators/list_parameters'
import { wholeInUrl } from '#validators/rules'
import { post } from '#resources/post'

export const feedValidator = vine.create({
  ...filterRules(post.views.Post, ['tag', 'author', 'type', 'language', 'collection']),
  cursor: page.cursor,
})

/** Of a table with so many ids that no part has none. */
const MAX_PARTS = 100_000_000

export const sitemapValidator = vine.create({ part: wholeInUrl(1, MAX_PARTS).optional() })
