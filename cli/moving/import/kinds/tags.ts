import type { Batch, Item } from '#cli/moving/import/batch'
import { insert } from '#cli/moving/import/insert'

const columns = [
  'slug',
  'name',
  'description',
  'leads_to',
  'is_curated',
  'created_at',
  'updated_at',
]

/** A tag that is there stays as it is. One that leads to another comes after that. */
export async function importTags(batch: Batch, items: Item[]) {
  await write(
    batch,
    items.filter(({ row }) => !row.leads_to)
  )
  const leading = items.filter(({ row }) => row.leads_to)
  if (leading.length === 0) return
  const successors = await batch.query<{ id: number; slug: string }>(
    'select id, slug from tags where slug = any(:slugs) and leads_to is null',
    { slugs: leading.map(({ row }) => row.leads_to) }
  )
  const ids = new Map(successors.map(({ id, slug }) => [slug, id]))
  const found = leading.filter((item) => {
    const isFound = ids.has(item.row.leads_to)
    if (!isFound) batch.refuse(item, `there is no tag ${item.row.leads_to} that it leads to`)
    return isFound
  })
  await write(batch, found, ids)
}

async function write(batch: Batch, items: Item[], ids = new Map<string, number>()) {
  const rows = items
    // In the order of the slugs, as all writers of tags.
    .sort((one, other) => (one.row.slug < other.row.slug ? -1 : 1))
    .map((item) => ({
      item,
      values: { ...item.row, leads_to: ids.get(item.row.leads_to) ?? null },
    }))
  const made = await insert(batch, { table: 'tags', columns, key: ['slug'] }, rows)
  for (const { item } of made) batch.settle(item, 'created')
}
