import type pg from 'pg'
import { isLocked, lockConnection } from '#db/lock_connection'
import { SCHEMA } from '#queue/schema'

/** The first half of the locks' keys: "plzj" in ASCII. */
const FIRST = 0x706c7a6a

/** A job becomes active just before its process locks it, and ends just after. */
const UNLOCKED_SECONDS = 2

/** Marks the jobs that this process runs. However the process ends, its marks end with it. */
export class JobLocks {
  #client?: Promise<pg.Client>
  #held = 0

  constructor(private connectionString: string) {}

  /** Without the lock, the worst case is a second run in another process. */
  async during<Result>(id: string, run: () => Promise<Result>): Promise<Result> {
    this.#held++
    const client = await this.#connected().catch(() => undefined)
    await client
      ?.query('select pg_try_advisory_lock($1, hashtext($2))', [FIRST, id])
      .catch(() => {})
    try {
      return await run()
    } finally {
      setTimeout(() => void this.#release(client, id), UNLOCKED_SECONDS * 1000).unref()
    }
  }

  async close() {
    const connecting = this.#client
    this.#client = undefined
    const client = await connecting?.catch(() => undefined)
    await client?.end().catch(() => {})
  }

  async #release(client: pg.Client | undefined, id: string) {
    this.#held--
    if (this.#held === 0) return this.close()
    await client?.query('select pg_advisory_unlock($1, hashtext($2))', [FIRST, id]).catch(() => {})
  }

  #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client
    const { connectionString } = this
    const client = lockConnection({ connectionString, applicationName: 'plaza job' })
    const connecting = client.connect().then(() => client)
    const forget = () => {
      if (this.#client === connecting) this.#client = undefined
    }
    client.on('end', forget)
    connecting.catch(forget)
    this.#client = connecting
    return connecting
  }
}

/**
 * Queues the jobs of dead processes again, each as a failed try: the job itself may be the cause. pg-boss would take
 * the silence of the process for it, and give up after the last try.
 */
export const takeOverForsaken = `
  update ${SCHEMA}.job set state = 'retry', start_after = now(), heartbeat_on = null,
    output = '{"message": "The process of the job ended."}'
  where state = 'active' and retry_count < retry_limit
    and started_on < now() - interval '${UNLOCKED_SECONDS}s'
    and not ${isLocked(String(FIRST), 'hashtext(id::text)')}
  returning id`
