import db from '@adonisjs/lucid/services/db'
import { isListedTag } from '#resources/tag'
import cache from '#cache/cache'

const LIFETIME_MS = 60_000

/** Invalidated when staff make, change, join or delete a tag. */
export const tagNamesTag = 'tag names'

/** Invalidated with {@link tagNamesTag}, and when posts are counted. */
export const tagsTag = 'tags'

/** The slugs of listed tags, with those that lead to another, from the memory of this worker. */
export const knownSlugs = (): Promise<ReadonlySet<string>> =>
  cache.remember('tag slugs', { tags: [tagNamesTag], ttl: LIFETIME_MS }, async () => {
    const tags: { slug: string }[] = await db
      .from('tags')
      .whereNotNull('slug')
      .whereRaw(`(leads_to is not null or ${isListedTag})`)
      .select('slug')
    return new Set(tags.map(({ slug }) => slug))
  })
