import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { checkOf, knownTypes } from '#queries/types/known_types'

interface DueCopy {
  id: number
  type: string
  data: object | null
}

const MAX_ROWS = 500

const dueCopies = `
  select posts.id, posts.type, post_drafts.members -> 'data' as data
  from posts join post_drafts on post_drafts.post_id = posts.id
  where posts.publish_at <= now() and posts.publish_at is not null and posts.held is null
    and posts.trashed_at is null
    and (posts.type = any(:types) or post_drafts.members -> 'data' <> 'null')
  order by posts.publish_at, posts.id limit ${MAX_ROWS} for no key update of posts skip locked`

/** Keeps back due working copies whose data does not fit their type: SQL can't tell. @returns how many */
export async function holdUnfit(client: TransactionClientContract): Promise<number> {
  const known = await knownTypes()
  const types = [...known.values()].filter(({ schema }) => schema).map(({ name }) => name)
  const { rows }: { rows: DueCopy[] } = await client.rawQuery(dueCopies, { types } as any)
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
