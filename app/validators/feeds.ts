import vine from '@vinejs/vine'
import { page, filterRules } from '#validators/list_parameters'
import { wholeInUrl } from '#validators/rules'
import { post } from '#resources/post'

export const feedValidator = vine.create({
  ...filterRules(post.views.Post, ['tag', 'author', 'type', 'language', 'collection']),
  cursor: page.cursor,
})

/** Ids are exact up to 2^53, and a part has 10,000 of them. */
const MAX_PARTS = Math.floor(Number.MAX_SAFE_INTEGER / 10_000)

export const sitemapValidator = vine.create({ part: wholeInUrl(1, MAX_PARTS).optional() })
