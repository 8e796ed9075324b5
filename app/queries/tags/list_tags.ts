import db from '@adonisjs/lucid/services/db'
import cache from '#cache/cache'
import type { Order, PageOptions } from '#db/keyset'
import type { JsonResponse } from '#http/json_response'
import { pageOf } from '#queries/page'
import { managesTags } from '#queries/tags/find_tag'
import { tagsTag } from '#queries/tags/known_slugs'
import type { AskedMembers } from '#resources/definition/view'
import { isListedTag, tag } from '#resources/tag'
import type { Actor } from '#domain/roles'
import { tagSlug } from '#domain/tag'

export interface ListTagsOptions extends PageOptions, AskedMembers {
  /** The beginning of a name. */
  search?: string
  sort?: 'name' | 'popular'
}

const LIFETIME_MS = 60_000

const orders: Record<'name' | 'popular', Order> = {
  name: { columns: ['tags.slug', 'tags.id'], direction: 'asc' },
  popular: { columns: ['tags.posts_count', 'tags.id'], direction: 'desc' },
}

/** Staff who manage tags also see tags of drafts. @throws ValidationException for a bad cursor */
export function listTags(options: ListTagsOptions, viewer: Actor | null): Promise<JsonResponse> {
  const all = managesTags(viewer)
  const { cursor, skip, search, ...rest } = options
  if (all || cursor || skip || search) return pageOfTags(options, all)
  const key = `tags:${JSON.stringify(rest)}`
  return cache.remember(key, { tags: [tagsTag], ttl: LIFETIME_MS }, () => pageOfTags(options, all))
}

function pageOfTags(options: ListTagsOptions, all: boolean): Promise<JsonResponse> {
  const { search, sort = 'name' } = options
  const query = db.from('tags').whereNotNull('tags.slug').whereNull('tags.leads_to')
  if (!all) query.whereRaw(isListedTag)
  if (search) {
    const slug = tagSlug(search)
    query.where('tags.slug', '>=', slug).where('tags.slug', '<', `${slug}\u{10FFFF}`)
  }
  const list = JSON.stringify(['tags', sort, search ?? '', all])
  return pageOf(tag.views.Tag, query, { order: orders[sort], options, list })
}
