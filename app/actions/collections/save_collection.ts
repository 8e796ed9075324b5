import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { auditedWrite, type StaffWrite } from '#actions/staff/audited_write'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import { afterCommit } from '#db/after_commit'
import { violatedIndex } from '#db/errors'
import CollectionsChanged from '#events/collections_changed'
import Collection from '#models/collection'
import IdempotencyKey from '#models/idempotency_key'

interface Fields {
  title: string
  slug: string
  description?: string | null
}

interface Change extends StaffWrite {
  slug: string
  unlessStale: (revision: Date) => void
}

export default class SaveCollection {
  /** @throws ConflictException if the slug is taken */
  create(fields: Fields, write: StaffWrite): Promise<Collection> {
    return audited('create', write, async (client) => {
      const made = await Collection.create(fields, { client }).catch(refuseTaken)
      return { row: made, after: { ...fields } }
    })
  }

  /** @throws NotFoundException, PreconditionFailedException, ConflictException if the new slug is taken */
  update(changes: Partial<Fields>, change: Change): Promise<Collection> {
    return audited('update', change, async (client) => {
      const collection = await found(change, client)
      const { title, slug, description } = collection
      await collection.merge(changes).save().catch(refuseTaken)
      return { row: collection, before: { title, slug, description }, after: { ...changes } }
    })
  }

  /** Posts stay. @throws NotFoundException, PreconditionFailedException */
  delete(change: Change): Promise<Collection> {
    return audited('delete', change, async (client) => {
      const collection = await found(change, client)
      await collection.delete()
      await IdempotencyKey.clearAnswers([`collection:${collection.id}`], client)
      const { title, slug } = collection
      return { row: collection, before: { title, slug } }
    })
  }

  /** Replaces the posts and their order. @throws those of `update`, ConflictException if a post does not exist */
  order(postIds: number[], change: Change): Promise<Collection> {
    return audited('order', change, async (client) => {
      const collection = await found(change, client)
      const { id } = collection
      await client.from('collection_posts').where('collection_id', id).delete()
      const { rowCount } = await client.rawQuery(
        `insert into collection_posts (collection_id, post_id, place)
         select :id, posts.id, place from unnest(:postIds::bigint[]) with ordinality as given (id, place)
         join posts on posts.id = given.id where posts.deleted_at is null order by posts.id`,
        { id, postIds } as Record<string, any>
      )
      if (rowCount < postIds.length)
        throw new ConflictException('Some of these posts do not exist.')
      await client
        .from('collections')
        .where('id', id)
        .update({ updated_at: client.raw('clock_timestamp()') })
      await collection.refresh()
      return { row: collection, after: { posts: postIds.length } }
    })
  }
}

async function audited(
  verb: string,
  write: StaffWrite,
  work: Parameters<typeof auditedWrite<Collection>>[2]
): Promise<Collection> {
  const collection = await auditedWrite({ targetType: 'collection', verb }, write, work)
  if (!write.dryRun) await afterCommit(write.client, () => CollectionsChanged.dispatch())
  return collection
}

async function found({ slug, unlessStale }: Change, client: TransactionClientContract) {
  const collection = await Collection.locked(slug, client)
  if (!collection) throw new NotFoundException('collection')
  unlessStale(collection.updatedAt.toJSDate())
  return collection
}

function refuseTaken(error: unknown): never {
  if (violatedIndex(error) !== 'collections_slug_unique') throw error
  throw new ConflictException('There is a collection with this slug already.')
}
