import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ConflictException from '#exceptions/conflict_exception'
import ForbiddenException from '#exceptions/forbidden_exception'
import { MAX_PINNED, type Pin } from '#domain/pins'
import type { Actor } from '#domain/roles'

interface PinInput {
  /** Absent before the post is created. */
  id?: number
  authorId: number | null
  was: Pin | null
  pinned: Pin | null
  actor: Actor
  client: TransactionClientContract
}

/** Locks pins until the transaction ends. @throws ForbiddenException, ConflictException */
export async function refusePin(input: PinInput): Promise<void> {
  const { id = 0, authorId, was, pinned, actor, client } = input
  if (pinned === was) return
  if ([pinned, was].includes('site') && !actor.permissions.has('posts.pin')) {
    throw new ForbiddenException('This needs the permission posts.pin.')
  }
  if (pinned === null) return
  await client.rawQuery(`select pg_advisory_xact_lock(hashtext('posts.pinned'))`)
  const others = client.from('posts').where('pinned', pinned).whereNot('id', id)
  if (pinned === 'author' && authorId !== null) others.where('user_id', authorId)
  const [{ total }] = await others.whereNull('deleted_at').count('* as total')
  if (Number(total) < MAX_PINNED) return
  throw new ConflictException(`At most ${MAX_PINNED} posts are pinned. Unpin another one first.`)
}
