import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { checkOf, knownTypes } from '#queries/types/known_types'

interface Due {
  id: number
  type: string
  data: object | null
}

/** The data to publish: of the working copy, or of the post without one. */
const dueData = `case when post_drafts.post_id is null then posts.data
  else post_drafts.members -> 'data' end`

const dueWithData = `
  select posts.id, posts.type, ${dueData} as data
  from posts left join post_drafts on post_drafts.post_id = posts.id
  where posts.id = any(:ids) and (posts.type = any(:types) or ${dueData} <> 'null')`

/** Holds due posts whose data no longer fits their type: SQL can't check it. @param ids of locked posts @returns rows */
export async function holdUnfit(ids: number[], client: TransactionClientContract): Promise<number> {
  const known = await knownTypes()
  const types = [...known.values()].filter(({ schema }) => schema).map(({ name }) => name)
  const { rows }: { rows: Due[] } = await client.rawQuery(dueWithData, { ids, types } as any)
  const unfit: number[] = []
  for (const { id, type, data } of rows) {
    const check = await checkOf(known.get(type)!)
    if (check(data ?? {}).problems.length > 0) unfit.push(id)
  }
  if (unfit.length === 0) return 0
  await client
    .from('posts')
    .whereIn('id', unfit)
    .update({ held: 'invalid', updated_at: client.raw('now()') })
  return unfit.length
}
