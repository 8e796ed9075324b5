import db from '@adonisjs/lucid/services/db'
import pg from 'pg'

/** Both halves of the key of the advisory lock; the first is "plaz" in ASCII. */
const lock = [0x706c617a, 1]

/**
 * The leader lock of the one process that does what is due: an advisory lock of PostgreSQL, held by the
 * session of a connection of its own, so that it is free as soon as its holder is gone.
 */
export class LeaderLock {
  #client?: pg.Client

  constructor(private connectionString: string) {}

  /** Asks over the pool first: who is not the leader needs no connection for that. */
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

  /** Whether this process is the leader, as far as PostgreSQL knows. */
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
    const { rows } = await db.rawQuery(
      `select exists (
         select from pg_locks
         where locktype = 'advisory' and classid = ? and objid = ? and objsubid = 2 and database =
           (select oid from pg_database where datname = current_database())
       ) as taken`,
      lock
    )
    return rows[0].taken
  }

  #connection() {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: 'plaza jobs',
      connectionTimeoutMillis: 3000,
      query_timeout: 3000,
      keepAlive: true,
      // A machine that vanished says nothing: PostgreSQL itself would wait for two hours.
      options:
        '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c idle_session_timeout=0',
    })
    client.on('error', () => {})
    client.on('end', () => {
      if (this.#client === client) this.#client = undefined
    })
    return client
  }
}
