import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type Tag from '#models/tag'
import { tagQueue } from '#queue/queues'

/** Makes a tag, and the tags that lead to it, lead to another; a job changes the posts. Both must be locked. */
export async function joinTags(
  tag: Tag,
  successor: Tag,
  client: TransactionClientContract
): Promise<void> {
  await client.from('tags').where('leads_to', tag.id).update({ leads_to: successor.id })
  await tag.useTransaction(client).merge({ leadsTo: successor.id }).save()
  await tagQueue.send({ id: tag.id }, { client })
}
