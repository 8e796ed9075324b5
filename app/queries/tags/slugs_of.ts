import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { askedTags } from '#domain/tag'

/** Makes new tags. @param names names or slugs @returns the slugs for the post */
export async function slugsOf(
  names: readonly string[],
  client: TransactionClientContract
): Promise<string[]> {
  if (names.length === 0) return []
  const tags = JSON.stringify(askedTags(names).map(({ slug, name }) => [slug, name]))
  const { rows } = await client.rawQuery(
    `with new_tags as (
       insert into tags (slug, name)
       select tag ->> 0, tag ->> 1 from jsonb_array_elements(:tags::jsonb) as tag order by 1
       on conflict do nothing
     )
     select tag_slugs(:tags::jsonb) as slugs`,
    { tags }
  )
  return rows[0].slugs
}
