import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { FailureLog } from '#observability/failure_log'
import { publicLinks } from '#media/public_links'
import { storage } from '#media/storage'
import { publicNames } from '#queries/media/find_file'

const PAUSE_MS = 1000

/** The folder took no link, and is not tried before this time. */
let pausedUntil = 0

let failures: FailureLog | undefined

/** Lets Nginx serve a file that every reader may see. Without the link the API serves it, so a failure is no error. */
export default class LinkPublicFile {
  async handle(name: string): Promise<void> {
    if (storage.isBucket || performance.now() < pausedUntil || (await publicLinks.has(name))) return
    try {
      await this.#link(name)
    } catch (error) {
      pausedUntil = performance.now() + PAUSE_MS
      failures ??= new FailureLog(logger)
      failures.failed('links', error, {}, 'media: a public file gets no link, so the API serves it')
      await publicLinks.remove(name).catch(() => {})
    }
  }

  /** `withdrawFiles` waits for the lock, and then takes a link back that should not be. */
  #link(name: string): Promise<void> {
    return db.transaction(async (client) => {
      await client.rawQuery(
        `select from media_files
         where id = (select file_id from media_variants where name = :name) for share`,
        { name }
      )
      // Another statement sees what was withdrawn before the lock.
      const [isPublic] = await publicNames([name], client)
      if (isPublic) await storage.addLink(name)
    })
  }
}
