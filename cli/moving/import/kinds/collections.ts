import type { Batch, Item } from '#cli/moving/import/batch'
import { idsHere, leaveKnown, newIds, remember } from '#cli/moving/import/ids'
import { insert } from '#cli/moving/import/insert'

const columns = ['id', 'slug', 'title', 'description', 'created_at', 'updated_at']

/** A collection that is there stays as it is. */
export async function importCollections(batch: Batch, items: Item[]) {
  const unknown = await leaveKnown(batch, 'collections', items)
  const present = await batch.query<{ slug: string }>(
    'select slug from collections where slug = any(:slugs)',
    { slugs: unknown.map(({ row }) => row.slug) }
  )
  const slugs = new Set(present.map(({ slug }) => slug))
  const fresh = unknown.filter((item) => {
    if (slugs.has(item.row.slug)) batch.settle(item, 'already_there')
    return !slugs.has(item.row.slug)
  })
  const ids = await newIds(batch, 'collections', fresh)
  const rows = fresh.map((item) => ({ item, values: { ...item.row, id: ids.get(item)! } }))
  const made = await insert(batch, { table: 'collections', columns }, rows)
  await remember(
    batch,
    'collections',
    made.map(({ item, values }): [string, number] => [item.row.id, values.id])
  )
  for (const { item, values } of made) {
    await fill(batch, item, values.id)
    batch.settle(item, 'created')
  }
}

async function fill(batch: Batch, item: Item, id: number) {
  const asked: (string | number)[] = item.row.posts
  const posts = await idsHere(batch, 'posts', asked)
  const here = asked.flatMap((post) => posts.get(String(post)) ?? [])
  if (here.length < asked.length) {
    batch.note(item, `${asked.length - here.length} of its posts are not here`)
  }
  await batch.query(
    `insert into collection_posts (collection_id, post_id, place)
     select :id::bigint, posts.id, place
     from unnest(:here::bigint[]) with ordinality as given (id, place) join posts on posts.id = given.id
     on conflict do nothing`,
    { id, here }
  )
}
