import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@adonisjs/core/logger'
import { Cron } from 'croner'
import type { LeaderLock } from '#jobs/leader_lock'
import type { Job } from '#jobs/schedule'
import { readOnly } from '#queries/system/read_only'
import { FailureLog } from '#observability/failure_log'
import { jobDuration, jobFailures, jobSuccess } from '#observability/metrics'

const CHECK_INTERVAL_MS = 2000

/** Runs the schedule in exactly one process of all that share a database. */
export class Scheduler {
  #crons: Cron[] = []
  #turn: Promise<unknown> = Promise.resolve()
  #promptTurn: Promise<unknown> = Promise.resolve()
  /** A job that takes longer than its interval waits only once. */
  #waiting = new Set<Job>()
  #stopped = new AbortController()
  #watch?: Promise<void>
  #failures: FailureLog

  constructor(
    private leaderLock: LeaderLock,
    private schedule: Job[],
    private logger: Logger
  ) {
    this.#failures = new FailureLog(logger)
  }

  start() {
    this.#watch = this.#keepWatch()
  }

  /** Waits for the present job. Then another process takes over. */
  async stop() {
    this.#stopped.abort()
    this.#pause()
    await Promise.all([this.#watch, this.#turn, this.#promptTurn])
    await this.leaderLock.leave()
  }

  async #keepWatch() {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      const isBusy = this.#crons.length > 0
      // PostgreSQL is away: the first process that reaches it becomes the leader.
      const isLeader = await (isBusy ? this.leaderLock.holds() : this.leaderLock.take()).catch(
        () => false
      )
      if (isLeader && !isBusy && !signal.aborted) this.#begin()
      if (!isLeader && isBusy) this.#pause()
      await sleep(CHECK_INTERVAL_MS, undefined, { ref: false, signal }).catch(() => {})
    }
  }

  #begin() {
    this.logger.info('jobs: this process does them')
    for (const { name } of this.schedule) jobFailures.inc({ name }, 0)
    this.#crons = this.schedule.map(
      (job) => new Cron(job.at, { timezone: 'UTC', unref: true }, () => this.#enqueue(job))
    )
    for (const job of this.schedule) if (job.isDueAtOnce) this.#enqueue(job)
  }

  #pause() {
    for (const cron of this.#crons) cron.stop()
    this.#crons = []
  }

  /** One job at a time, beside a prompt one: requests need the connections more. */
  #enqueue(job: Job) {
    if (this.#waiting.has(job)) return
    this.#waiting.add(job)
    if (job.isPrompt) this.#promptTurn = this.#promptTurn.then(() => this.#run(job))
    else this.#turn = this.#turn.then(() => this.#run(job))
  }

  async #run(job: Job) {
    const { name, run } = job
    this.#waiting.delete(job)
    if (this.#stopped.signal.aborted || !(await this.leaderLock.holds())) return
    const start = performance.now()
    try {
      if (await readOnly()) return
      const rows = await run(this.#stopped.signal)
      const duration = Math.round(performance.now() - start)
      jobDuration.observe({ name }, duration / 1000)
      jobSuccess.set({ name }, Date.now() / 1000)
      const level = rows > 0 ? 'info' : 'debug'
      this.logger[level]({ job: name, rows, duration_ms: duration }, 'job')
      const repeated = this.#failures.succeeded(name)
      if (repeated > 0) this.logger.info({ job: name, repeated }, 'job works again')
    } catch (error) {
      jobFailures.inc({ name })
      this.#failures.failed(name, error, { job: name }, 'job failed')
    }
  }
}
