import db from '@adonisjs/lucid/services/db'
import pg from 'pg'

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
      // Without keepalive, PostgreSQL notices a lost machine only after two hours.
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
