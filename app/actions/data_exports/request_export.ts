import db from '@adonisjs/lucid/services/db'
import RateLimitedException from '#exceptions/rate_limited_exception'
import DataExport from '#models/data_export'
import SecurityEvent from '#models/security_event'
import User from '#models/user'
import { dataExportQueue } from '#queue/queues'
import type { Source } from '#domain/security_event'

interface RequestExportInput {
  userId: number
  source: Source
}

/** Starts an export of all data of a user, or finds the waiting one. @returns its id @throws RateLimitedException */
export default class RequestExport {
  handle({ userId, source }: RequestExportInput): Promise<number> {
    return db.transaction(async (client) => {
      await User.query({ client }).where('id', userId).forNoKeyUpdate().firstOrFail()
      const newest = await DataExport.newestOf(userId, client)
      if (newest && newest.secondsUntilNext > 0) {
        if (newest.finishedAt !== null) throw new RateLimitedException(newest.secondsUntilNext)
        await dataExportQueue.send({ type: 'user', id: userId }, { client })
        return newest.id
      }
      const { id } = await DataExport.create({ userId, address: source.address }, { client })
      await SecurityEvent.record('data_exported', { userId, source }, client)
      await dataExportQueue.send({ type: 'user', id: userId }, { client })
      return id
    })
  }
}
