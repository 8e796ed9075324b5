import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ConflictException from '#exceptions/conflict_exception'
import { MAX_OWN_VIEWS, MAX_SHARED_VIEWS } from '#domain/saved_view'

interface Added {
  userId?: number
  isOwn: boolean
  isShared: boolean
}

/** Locks the table, so that two writers do not both save the last one. @throws ConflictException */
export async function refuseMoreViews(
  { userId, isOwn, isShared }: Added,
  client: TransactionClientContract
): Promise<void> {
  if (!isOwn && !isShared) return
  await client.rawQuery('lock table saved_views in share row exclusive mode')
  const { rows } = await client.rawQuery(
    `select (select count(*)::int from saved_views where user_id = :userId) as own,
       (select count(*)::int from saved_views where shared) as shared`,
    { userId: userId ?? 0 }
  )
  const [{ own, shared }] = rows
  if (isOwn && own >= MAX_OWN_VIEWS) {
    throw new ConflictException(`You have ${MAX_OWN_VIEWS} views already: delete one first.`)
  }
  if (isShared && shared >= MAX_SHARED_VIEWS) {
    throw new ConflictException(
      `There are ${MAX_SHARED_VIEWS} shared views already: delete one first.`
    )
  }
}
