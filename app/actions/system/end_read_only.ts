import db from '@adonisjs/lucid/services/db'
import cache from '#cache/cache'
import { readOnlyTag } from '#queries/system/read_only'

/** Lets all workers take writes again. @returns whether they did not before */
export default class EndReadOnly {
  async handle(): Promise<boolean> {
    const ended = await db.from('read_only').delete()
    await cache.invalidate(readOnlyTag)
    return Number(ended) > 0
  }
}
