import { read } from '#db/statement'

/** A tag with more posts leads no list: the list is read in its order, and filtered. */
export const MAX_LEADING_POSTS = 10_000

export interface NamedTag {
  id: number
  slug: string
  isSmall: boolean
}

/** Posts have all of some tags, the rarest first, and none of others. */
export interface TagFilter {
  wanted: NamedTag[]
  unwanted: NamedTag[]
}

interface FoundTag {
  asked: string
  id: number
  slug: string
  is_small: boolean
}

/**
 * Follows tags to their successors. @param asked such as `city,-lamps` @param isSized whether to find the small tags
 * @returns null for an unknown wanted tag, which no post has
 */
export async function tagFilter(asked: string, isSized: boolean): Promise<TagFilter | null> {
  const names = asked.split(',')
  const slugs = names.filter((name) => !name.startsWith('-'))
  const without = names.filter((name) => name.startsWith('-')).map((name) => name.slice(1))
  const found = await read<FoundTag>({
    name: 'tags of a filter',
    text: `
      select tags.slug as asked, one.id, one.slug, $2 and one.posts_count <= ${MAX_LEADING_POSTS} and (
        select count(*) from (
          select from post_tags where tag_id = one.id limit ${MAX_LEADING_POSTS + 1}
        ) as counted
      ) <= ${MAX_LEADING_POSTS} as is_small
      from tags join tags as one on one.id = coalesce(tags.leads_to, tags.id)
      where tags.slug = any($1) order by one.posts_count, one.id`,
    values: [[...slugs, ...without], isSized],
  })
  const known = new Set(found.map((tag) => tag.asked))
  if (slugs.some((slug) => !known.has(slug))) return null
  const those = (list: string[]) => distinct(found.filter((tag) => list.includes(tag.asked)))
  return { wanted: those(slugs), unwanted: those(without) }
}

/** Two slugs may lead to one tag. */
const distinct = (found: FoundTag[]): NamedTag[] =>
  [...new Map(found.map((tag) => [tag.id, tag])).values()].map(
    ({ id, slug, is_small: isSmall }) => ({ id, slug, isSmall })
  )
