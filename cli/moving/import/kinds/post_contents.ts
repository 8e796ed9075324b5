import type { Batch, Item } from '#cli/moving/import/batch'

/** Gives posts that are here their content with fetched pictures, unless it was edited meanwhile. */
export async function changeContents(batch: Batch, items: Item[]) {
  for (const item of items) {
    const { id, content: was } = item.here!
    const changed = await batch.query(
      `update posts set content = :content, updated_at = now()
       where id = :id and content = :was returning id`,
      { id, was, content: item.row.content }
    )
    batch.settle(item, changed.length > 0 ? 'changed' : 'already_there')
  }
}
