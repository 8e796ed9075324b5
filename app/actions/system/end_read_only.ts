import db from '@adonisjs/lucid/services/db'
import cache from '#cache/cache'
import { readOnlyTag } from '#queries/system/read_only'

/** @returns whether Plaza was read-only */
export default class EndReadOnly {
  async handle(): Promise<boolean> {
    const ended = await db.from('read_only').delete()
    await cache.invalidate(readOnlyTag)
    return Number(ended) > 0
  }
}
