import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Bus } from '#cache/bus'

export class PostgresBus implements Bus {
  #client?: pg.Client
  #closed = false
  #turn: Promise<unknown> = Promise.resolve()
  readonly channel: string

  /** @param installation part of the channel name, in characters that PostgreSQL takes unquoted */
  constructor(
    private connectionString: string,
    installation: string
  ) {
    this.channel = `plaza_${installation}`
  }

  async listen(receive: (message: string) => void, lose: () => void) {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: 'plaza bus',
      connectionTimeoutMillis: 3000,
      query_timeout: 1000,
      keepAlive: true,
    })
    client.on('notification', ({ payload }) => receive(payload ?? ''))
    client.on('error', () => {})
    client.on('end', () => {
      this.#client = undefined
      lose()
      void this.#reconnect(receive, lose)
    })
    try {
      await client.connect()
      await client.query(`listen ${this.channel}`)
      this.#client = client
      if (this.#closed) await client.end()
    } catch (error) {
      client.removeAllListeners('end')
      await client.end().catch(() => {})
      void this.#reconnect(receive, lose)
      throw error
    }
  }

  /** One after the other: a connection runs one statement at a time. */
  async publish(message: string) {
    const turn = this.#turn.then(() => this.#send(message))
    this.#turn = turn.catch(() => {})
    await turn
    return undefined
  }

  async close() {
    this.#closed = true
    await this.#client?.end().catch(() => {})
  }

  async #send(message: string) {
    const client = this.#client
    if (!client) throw new Error('The subscription is lost')
    try {
      await client.query('select pg_notify($1, $2)', [this.channel, message])
    } catch (error) {
      // A connection that doesn't answer is useless; its end brings a new one.
      void client.end().catch(() => {})
      throw error
    }
  }

  async #reconnect(receive: (message: string) => void, lose: () => void) {
    await wait(250, undefined, { ref: false })
    if (!this.#closed) await this.listen(receive, lose).catch(() => {})
  }
}
