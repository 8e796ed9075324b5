import type { Batch, Item } from '#cli/moving/import/batch'
import { idsHere } from '#cli/moving/import/ids'
import { insert } from '#cli/moving/import/insert'
import { coversHere } from '#cli/moving/import/kinds/covers'

/** The items whose post and users are here, with their ids. */
async function resolved(batch: Batch, items: Item[], needs: { user: boolean }) {
  const posts = await idsHere(
    batch,
    'posts',
    items.map(({ row }) => row.post_id)
  )
  const users = await idsHere(
    batch,
    'users',
    items.flatMap(({ row }) => [row.user_id, row.editor_id])
  )
  return items.flatMap((item) => {
    const post = posts.get(String(item.row.post_id))
    const user = users.get(String(item.row.user_id ?? item.row.editor_id)) ?? null
    if (post === undefined) batch.refuse(item, `there is no post ${item.row.post_id}`)
    else if (needs.user && user === null) {
      batch.refuse(item, `there is no user ${item.row.user_id}`)
    } else return [{ item, post, user }]
    return []
  })
}

const revisionColumns = [
  ...['post_id', 'number', 'editor_id', 'of_draft', 'keep', 'note', 'members', 'thin_at'],
  ...['created_at', 'updated_at'],
]

export async function importRevisions(batch: Batch, items: Item[]) {
  // Thinned as soon as others of their age are.
  const thinAt = new Date().toISOString()
  const covers = await coversHere(
    batch,
    [],
    items.map(({ row }) => row.members)
  )
  const rows = (await resolved(batch, items, { user: false })).map(({ item, post, user }) => ({
    item,
    values: {
      ...item.row,
      post_id: post,
      editor_id: user,
      members: covers.within(item.row.members),
      thin_at: item.row.members ? thinAt : null,
    },
  }))
  const target = { table: 'post_revisions', columns: revisionColumns, key: ['post_id', 'number'] }
  for (const { item } of await insert(batch, target, rows)) batch.settle(item, 'created')
}

const voteColumns = ['post_id', 'user_id', 'value', 'created_at', 'updated_at']

/** A vote that a user has given here stays. */
export async function importVotes(batch: Batch, items: Item[]) {
  const rows = (await resolved(batch, items, { user: true })).map(({ item, post, user }) => ({
    item,
    values: { ...item.row, post_id: post, user_id: user },
  }))
  const target = { table: 'votes', columns: voteColumns, key: ['post_id', 'user_id'] }
  for (const { item } of await insert(batch, target, rows)) batch.settle(item, 'created')
}

const redirectColumns = ['type', 'slug', 'post_id']

/** Old addresses. Without a post: one of a post that was deleted for good. */
export async function importRedirects(batch: Batch, items: Item[]) {
  const isGone = ({ row }: Item) => row.post_id === null || row.post_id === undefined
  const leading = await resolved(
    batch,
    items.filter((item) => !isGone(item)),
    { user: false }
  )
  const rows = [
    ...leading.map(({ item, post }) => ({ item, values: { ...item.row, post_id: post } })),
    ...items.filter(isGone).map((item) => ({ item, values: { ...item.row, post_id: null } })),
  ]
  const target = { table: 'old_slugs', columns: redirectColumns, key: ['type', 'slug'] }
  for (const { item } of await insert(batch, target, rows)) batch.settle(item, 'created')
}
