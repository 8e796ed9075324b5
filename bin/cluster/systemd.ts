import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Logger } from '@adonisjs/core/logger'

const run = promisify(execFile)

/**
 * Tells systemd how this service does (sd_notify); does nothing where no NOTIFY_SOCKET is set.
 *
 * Node has no datagram sockets of the file system, so `systemd-notify` sends: it is there wherever
 * systemd is, and waits until systemd has understood.
 */
export class Systemd {
  #turn: Promise<unknown> = Promise.resolve()
  #isThere = process.env.NOTIFY_SOCKET !== undefined

  constructor(private logger: Logger) {}

  /** One after the other: the order matters. */
  send(...assignments: string[]): Promise<unknown> {
    this.#turn = this.#turn.then(() => this.#send(assignments))
    return this.#turn
  }

  reloading() {
    const since = `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`
    return this.send('RELOADING=1', since, 'STATUS=reloading')
  }

  /** Says that all is well, twice as often as systemd asks for, for as long as it is. */
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
