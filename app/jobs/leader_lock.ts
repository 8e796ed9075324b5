import db from '@adonisjs/lucid/services/db'
import type pg from 'pg'
import { isLocked, lockConnection } from '#db/lock_connection'

/** Both halves of the advisory lock's key; the first is "plaz" in ASCII. */
const lock = [0x706c617a, 1]

/** An advisory lock on its own connection: PostgreSQL frees it as soon as the leader's connection ends. */
export class LeaderLock {
  #client?: pg.Client

  constructor(private connectionString: string) {}

  /** Asks over the pool first, so that only the leader opens a connection. */
  async take(): Promise<boolean> {
    if (await this.#isTaken()) return false

    const client = this.#connection()
    try {
      await client.connect()
      const { rows } = await client.query('select pg_try_advisory_lock($1, $2) as taken', lock)
      if (rows[0].taken) this.#client = client
      return rows[0].taken
    } finally {
      if (this.#client !== client) await client.end().catch(() => {})
    }
  }

  async holds(): Promise<boolean> {
    try {
      await this.#client?.query('select 1')
    } catch {
      await this.leave()
    }
    return this.#client !== undefined
  }

  async leave() {
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => {})
  }

  async #isTaken(): Promise<boolean> {
    const { rows } = await db.rawQuery(`select ${isLocked('?', '?')} as taken`, lock)
    return rows[0].taken
  }

  #connection() {
    const { connectionString } = this
    const client = lockConnection({ connectionString, applicationName: 'plaza jobs' })
    client.on('end', () => {
      if (this.#client === client) this.#client = undefined
    })
    return client
  }
}
