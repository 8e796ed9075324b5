import type { Batch, Item } from '#cli/moving/import/batch'
import { idsHere, leaveKnown, newIds, remember } from '#cli/moving/import/ids'
import { insert } from '#cli/moving/import/insert'
import Comment from '#models/comment'

const columns = [
  ...['id', 'post_id', 'user_id', 'parent_id', 'depth', 'content', 'deleted_at', 'removed_at'],
  ...['created_at', 'updated_at'],
]

/** Comments of one batch in turns: each turn has those whose parents are there. */
export async function importComments(batch: Batch, items: Item[]) {
  let left = await leaveKnown(batch, 'comments', items)
  while (left.length > 0) {
    const waiting = new Set(left.map(({ row }) => String(row.id)))
    const ready = left.filter(({ row }) => !waiting.has(String(row.parent_id)))
    if (ready.length === 0) {
      for (const item of left) batch.refuse(item, 'the comments that it answers answer it')
      return
    }
    await importTurn(batch, ready)
    const done = new Set(ready)
    left = left.filter((item) => !done.has(item))
  }
}

interface Parent {
  id: number
  depth: number
  parent_id: number | null
}

async function importTurn(batch: Batch, items: Item[]) {
  const ask = (kind: 'posts' | 'users' | 'comments', member: string) =>
    idsHere(
      batch,
      kind,
      items.map(({ row }) => row[member])
    )
  const posts = await ask('posts', 'post_id')
  const users = await ask('users', 'user_id')
  const parents = await parentsHere(batch, await ask('comments', 'parent_id'))
  const fit = items.filter((item) => {
    const { post_id: post, parent_id: parent } = item.row
    const isAnswer = parent !== null && parent !== undefined
    if (!posts.has(String(post))) batch.refuse(item, `there is no post ${post}`)
    else if (isAnswer && !parents.has(String(parent))) {
      batch.refuse(item, `there is no comment ${parent}, which it answers`)
    } else return true
    return false
  })
  const ids = await newIds(batch, 'comments', fit)
  const rows = fit.map((item) => {
    const { row } = item
    const parent = parents.get(String(row.parent_id)) ?? null
    const isDeep = parent?.depth === Comment.maxDepth
    if (isDeep) batch.note(item, `it answers one further up: replies nest ${Comment.maxDepth} deep`)
    return {
      item,
      values: {
        ...row,
        id: ids.get(item),
        post_id: posts.get(String(row.post_id)),
        user_id: users.get(String(row.user_id)) ?? null,
        parent_id: (isDeep ? parent.parent_id : parent?.id) ?? null,
        depth: parent ? Math.min(parent.depth + 1, Comment.maxDepth) : 0,
      },
    }
  })
  const made = await insert(batch, { table: 'comments', columns }, rows)
  await remember(
    batch,
    'comments',
    made.map(({ item, values }): [string, number] => [item.row.id, values.id!])
  )
  for (const { item } of made) batch.settle(item, 'created')
}

async function parentsHere(batch: Batch, ids: Map<string, number>): Promise<Map<string, Parent>> {
  const rows = await batch.query<Parent>(
    'select id, depth, parent_id from comments where id = any(:ids)',
    { ids: [...ids.values()] }
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return new Map(
    [...ids].flatMap(([id, here]) => {
      const parent = byId.get(here)
      return parent ? [[id, parent]] : []
    })
  )
}
