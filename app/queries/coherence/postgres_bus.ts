import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Bus } from '#support/coherence'

const channel = 'plaza_coherence'

/** PostgreSQL takes up to 8000 bytes a notification. */
const subjectsPerMessage = 200

/** The bus between workers where there is no Redis: LISTEN and NOTIFY on a connection of its own. */
export class PostgresBus implements Bus {
  #client?: pg.Client
  #closed = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(private connectionString: string) {}

  async listen(hear: (subjects: string[]) => void, lose: () => void) {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: 'plaza bus',
      connectionTimeoutMillis: 3000,
      query_timeout: 1000,
      keepAlive: true,
    })
    client.on('notification', ({ payload }) => hear(JSON.parse(payload!)))
    client.on('error', () => {})
    client.on('end', () => {
      this.#client = undefined
      lose()
      void this.#reconnect(hear, lose)
    })
    try {
      await client.connect()
      await client.query(`listen ${channel}`)
      this.#client = client
      if (this.#closed) await client.end()
    } catch (error) {
      client.removeAllListeners('end')
      await client.end().catch(() => {})
      void this.#reconnect(hear, lose)
      throw error
    }
  }

  /** One message after the other: a connection takes one statement at a time. */
  async publish(subjects: string[]) {
    const turn = this.#turn.then(() => this.#send(subjects))
    this.#turn = turn.catch(() => {})
    await turn
    return undefined
  }

  async close() {
    this.#closed = true
    await this.#client?.end().catch(() => {})
  }

  async #send(subjects: string[]) {
    const client = this.#client
    if (!client) throw new Error('The subscription is lost')
    try {
      for (let start = 0; start === 0 || start < subjects.length; start += subjectsPerMessage) {
        const payload = JSON.stringify(subjects.slice(start, start + subjectsPerMessage))
        await client.query('select pg_notify($1, $2)', [channel, payload])
      }
    } catch (error) {
      // A connection that does not answer is as good as none; its end brings another one.
      void client.end().catch(() => {})
      throw error
    }
  }

  async #reconnect(hear: (subjects: string[]) => void, lose: () => void) {
    await wait(250, undefined, { ref: false })
    if (!this.#closed) await this.listen(hear, lose).catch(() => {})
  }
}
