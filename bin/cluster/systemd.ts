import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Logger } from '@adonisjs/core/logger'

const run = promisify(execFile)

const TIMEOUT_MS = 5000

/**
 * Reports this service's state to systemd (sd_notify). Node has no Unix datagram sockets, so
 * `systemd-notify` sends, and waits until systemd has processed it.
 */
export class Systemd {
  #turn: Promise<unknown> = Promise.resolve()
  #isThere = process.env.NOTIFY_SOCKET !== undefined

  constructor(private logger: Logger) {}

  send(...assignments: string[]): Promise<unknown> {
    this.#turn = this.#turn.then(() => this.#send(assignments))
    return this.#turn
  }

  reloading() {
    const since = `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`
    return this.send('RELOADING=1', since, 'STATUS=reloading')
  }

  /** Feeds the watchdog at twice the required rate while `isWell` holds. On a busy machine a message may take longer. */
  watch(isWell: () => boolean) {
    const { WATCHDOG_USEC, WATCHDOG_PID } = process.env
    const isMeant = WATCHDOG_PID === undefined || Number(WATCHDOG_PID) === process.pid
    if (!WATCHDOG_USEC || !isMeant) return
    let isSent = true
    const say = async () => {
      if (!isSent || !isWell()) return
      isSent = false
      await this.send('WATCHDOG=1')
      isSent = true
    }
    setInterval(say, Number(WATCHDOG_USEC) / 2000).unref()
  }

  async #send(assignments: string[]) {
    if (!this.#isThere) return
    try {
      await run('systemd-notify', assignments, { timeout: TIMEOUT_MS })
    } catch (error) {
      this.#isThere = (error as NodeJS.ErrnoException).code !== 'ENOENT'
      this.logger.warn(`systemd is not told ${assignments[0]}: ${(error as Error).message}`)
    }
  }
}
