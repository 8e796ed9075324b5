import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { workOnPart } from '#actions/batches/work_on_part'
import { staffAction } from '#actions/staff/registry'
import Batch from '#models/batch'
import User from '#models/user'

/** @returns whether more is left */
export async function continueBatch(id: string, client: TransactionClientContract) {
  const batch = await Batch.locked(id, client)
  if (!batch?.isRunning) return false
  const { actorId, origin, reason } = batch
  const actor = await User.withRole(client).where('id', actorId).first()
  const refusal = refusalOf(actor, batch)
  if (refusal) await batch.end('failed', refusal)
  else await workOnPart(batch, { actor: actor!, origin, reason, remaining: 0 }, client)
  return batch.isRunning
}

function refusalOf(actor: User | null, { action }: Batch): string | null {
  if (!actor) return 'Its actor is gone.'
  if (actor.isSuspended) return 'Its actor is suspended.'
  if (actor.isSilenced) return 'Its actor is silenced.'
  const { permission } = staffAction(action)
  return actor.permissions.has(permission) ? null : `Its actor lacks the permission ${permission}.`
}
