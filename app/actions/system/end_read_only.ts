import db from '@adonisjs/lucid/services/db'
import cache from '#queries/coherence/cache'
import { readOnlySubject } from '#queries/system/read_only'

/** Lets all workers take writes again. @returns whether they did not before */
export default class EndReadOnly {
  async handle(): Promise<boolean> {
    const ended = await db.from('read_only').delete()
    await cache.drop(readOnlySubject)
    return Number(ended) > 0
  }
}
