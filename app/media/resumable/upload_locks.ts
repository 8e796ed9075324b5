import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Lock, Locker, RequestRelease } from '@tus/server'
import ConflictException from '#exceptions/conflict_exception'
import { lockConnection } from '#db/lock_connection'

/** The first half of the locks' keys: "plzu" in ASCII. */
const FIRST = 0x706c7a75

/** A message with the id asks the holder of a lock to let go of it. */
const CHANNEL = 'plaza_upload_locks'

const POLL_MS = 100
const ASK_EACH_MS = 1000
const GIVE_UP_MS = 15_000

/** The connection of a process that holds no lock ends after so long. */
const IDLE_MS = 5000

/**
 * One request at a time works on an upload, in all processes: the connection of a client that is gone may look open for
 * long. The locks are PostgreSQL's, and end with their process.
 */
export class UploadLocks implements Locker {
  /** What lets go of each lock of this process, by id. */
  #held = new Map<string, RequestRelease>()
  #client?: Promise<pg.Client>
  #idle?: NodeJS.Timeout

  constructor(private connectionString: () => string) {}

  newLock(id: string): Lock {
    return {
      lock: (signal, release) => this.#lock(id, signal, release),
      unlock: () => this.#unlock(id),
    }
  }

  async close() {
    clearTimeout(this.#idle)
    const connecting = this.#client
    this.#client = undefined
    const client = await connecting?.catch(() => undefined)
    await client?.end().catch(() => {})
  }

  /** @throws ConflictException if another request does not end in time */
  async #lock(id: string, signal: AbortSignal, release: RequestRelease): Promise<void> {
    const end = performance.now() + GIVE_UP_MS
    let nextAsk = performance.now()
    while (!(await this.#take(id, release))) {
      if (signal.aborted || performance.now() > end) throw new ConflictException(inUse)
      if (performance.now() >= nextAsk) {
        nextAsk += ASK_EACH_MS
        await this.#ask(id)
      }
      await sleep(POLL_MS)
    }
  }

  async #take(id: string, release: RequestRelease): Promise<boolean> {
    if (this.#held.has(id)) return false
    // A lock of PostgreSQL is open to all of its connection, so this process must know its own.
    this.#held.set(id, release)
    clearTimeout(this.#idle)
    try {
      const client = await this.#connected()
      const { rows } = await client.query(
        'select pg_try_advisory_lock($1, hashtext($2)) as is_taken',
        [FIRST, id]
      )
      if (!rows[0].is_taken) this.#forget(id)
      return rows[0].is_taken
    } catch (error) {
      this.#forget(id)
      throw error
    }
  }

  /** Asks the holder, here or in another process. */
  async #ask(id: string) {
    const release = this.#held.get(id)
    if (release) return release()
    const client = await this.#connected()
    await client.query('select pg_notify($1, $2)', [CHANNEL, id])
  }

  async #unlock(id: string) {
    const client = await this.#client?.catch(() => undefined)
    await client?.query('select pg_advisory_unlock($1, hashtext($2))', [FIRST, id]).catch(() => {})
    this.#forget(id)
  }

  #forget(id: string) {
    this.#held.delete(id)
    if (this.#held.size > 0) return
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref()
  }

  #connected(): Promise<pg.Client> {
    this.#client ??= this.#connect()
    return this.#client
  }

  #connect(): Promise<pg.Client> {
    const client = lockConnection({
      connectionString: this.connectionString(),
      applicationName: 'plaza uploads',
    })
    const connecting = client
      .connect()
      .then(() => client.query(`listen ${CHANNEL}`))
      .then(() => client)
    const forget = () => {
      if (this.#client === connecting) this.#client = undefined
    }
    client.on('notification', ({ payload }) => void this.#held.get(payload ?? '')?.())
    client.on('end', () => {
      forget()
      // Another process may take the locks now.
      for (const release of this.#held.values()) void release()
    })
    connecting.catch(forget)
    return connecting
  }
}

const inUse = 'Another request works on this upload. Try again.'
