import db from '@adonisjs/lucid/services/db'
import type { Assert } from '@japa/assert'
import { foldTagCounts } from '#jobs/fold_tag_counts'

/** Folds all changes, and asserts that each tag counts the posts that everybody sees. */
export async function assertTagsCounted(assert: Assert) {
  while ((await foldTagCounts()) > 0);
  const { rows } = await db.rawQuery(`
    select tag.slug, tag.posts_count, (
      select count(*) from posts where visible and posts.tags @> array[tag.slug]
    ) as counted
    from tags as tag where tag.slug is not null and leads_to is null order by tag.slug`)
  const wrong = rows.filter((tag: any) => tag.posts_count !== tag.counted)
  assert.deepEqual(wrong, [])
  const { rows: strays } = await db.rawQuery(`
    select post_id, tag_id from post_tags
    left join posts on posts.id = post_id left join tags as tag on tag.id = tag_id
    where posts.id is null or not posts.tags @> array[coalesce(tag.slug, former_slug)]
      or (post_tags.visible, post_tags.listed_at) is distinct from (posts.visible, posts.listed_at)`)
  assert.deepEqual(strays, [])
}

/** The counts of tags, by slug. */
export async function tagCounts(): Promise<Record<string, number>> {
  const tags = await db.from('tags').whereNotNull('slug').orderBy('slug')
  return Object.fromEntries(tags.map((tag) => [tag.slug, tag.posts_count]))
}
