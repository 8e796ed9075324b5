import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { TagSchema } from '#database/schema'

export default class Tag extends TagSchema {
  /** Locks tags and those that lead to them, in the order of their ids, as the counts do. Changes by staff wait. */
  static async lockedOf(slugs: string[], client: TransactionClientContract): Promise<Tag[]> {
    await client.rawQuery(`select pg_advisory_xact_lock(hashtext('tags'))`)
    const { rows } = await client.rawQuery(
      `select id from tags
       where slug = any(:slugs) or leads_to in (select id from tags where slug = any(:slugs))
       order by id for no key update`,
      { slugs } as Record<string, any>
    )
    return this.query({ client }).whereIn(
      'id',
      rows.map(({ id }: { id: number }) => id)
    )
  }
}
