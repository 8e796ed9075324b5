import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { FreedUsernameSchema } from '#database/schema'
import { freedNameDays } from '#domain/username'

export default class FreedUsername extends FreedUsernameSchema {
  static readonly maxPerUser = 10

  /** @param userId the account that may take it back; null after an erasure */
  static async free(username: string, userId: number | null, client: TransactionClientContract) {
    await client.rawQuery(
      `insert into freed_usernames (username, user_id) values (lower(:username), :userId)
       on conflict (username) do update set user_id = excluded.user_id, freed_at = now()`,
      { username, userId } as Record<string, any>
    )
  }

  static async takeBack(username: string, client: TransactionClientContract) {
    await client.rawQuery('delete from freed_usernames where username = lower(?)', [username])
  }

  /** Seconds until an account may give up another name; 0 means now. */
  static async secondsUntilRoom(userId: number, client: TransactionClientContract) {
    const since = DateTime.now().minus({ days: freedNameDays })
    const held = await this.query({ client })
      .where('userId', userId)
      .where('freedAt', '>', since.toJSDate())
      .orderBy('freedAt')
    if (held.length < this.maxPerUser) return 0
    return Math.ceil(held[0].freedAt.diff(since).as('seconds'))
  }
}
