import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Logger } from '@adonisjs/core/logger'

const run = promisify(execFile)

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

  /** Feeds the watchdog at twice the required rate while `isWell` holds. */
  watch(isWell: () => boolean) {
    const { WATCHDOG_USEC, WATCHDOG_PID } = process.env
    const isMeant = WATCHDOG_PID === undefined || Number(WATCHDOG_PID) === process.pid
    if (!WATCHDOG_USEC || !isMeant) return
    const say = () => isWell() && this.send('WATCHDOG=1')
    setInterval(say, Number(WATCHDOG_USEC) / 2000).unref()
  }

  async #send(assignments: string[]) {
    if (!this.#isThere) return
    try {
      await run('systemd-notify', assignments)
    } catch (error) {
      this.#isThere = (error as NodeJS.ErrnoException).code !== 'ENOENT'
      this.logger.warn(`systemd is not told ${assignments[0]}: ${(error as Error).message}`)
    }
  }
}
