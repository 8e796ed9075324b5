import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { CollectionSchema } from '#database/schema'

export default class Collection extends CollectionSchema {
  static locked(slug: string, client: TransactionClientContract): Promise<Collection | null> {
    return this.query({ client }).where('slug', slug).forUpdate().first()
  }
}
