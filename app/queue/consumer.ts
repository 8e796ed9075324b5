import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@adonisjs/core/logger'
import type { PgBoss, JobWithMetadata } from 'pg-boss'
import { FailureLog } from '#observability/failure_log'
import { loggedError, type LoggedError } from '#observability/log_errors'
import { queueFailures, queueRuns } from '#observability/metrics'
import { makeBoss } from '#queue/boss'
import { ForsakenJobs } from '#queue/forsaken_jobs'
import type { Handler, QueueHandler } from '#queue/handler'
import { JobLocks } from '#queue/job_locks'
import { SCHEMA } from '#queue/schema'
import type { JobData, Queue } from '#queue/queue'

const CHECK_INTERVAL_MS = 2000

const PUT_BACK_MS = 1000

const STOP_TIMEOUT_MS = 10_000

/** Well below a job's timeout. */
const MAX_RUN_MS = 60_000

/** Seconds between two polls, with and without notifications. */
const polling = { notifyPollingIntervalSeconds: 60, pollingIntervalSeconds: 5 }

/** Well below a job's `heartbeat_seconds`. */
const HEARTBEAT_SECONDS = 4

export interface ConsumerOptions {
  connectionString: string
  handlers: QueueHandler[]
  logger: Logger
  isPaused: () => Promise<boolean>
}

export class Consumer {
  #boss: PgBoss
  #failures: FailureLog
  #stopping = new AbortController()
  #life?: Promise<void>
  #isWorking = false
  #locks: JobLocks
  #forsaken: ForsakenJobs

  constructor(private options: ConsumerOptions) {
    this.#locks = new JobLocks(options.connectionString)
    this.#failures = new FailureLog(options.logger)
    const onError = (error: Error) => this.#logError(error)
    this.#boss = makeBoss(options.connectionString)
    this.#boss.on('error', onError)
    this.#boss.on('warning', ({ message }) => options.logger.warn(`queue: ${message}`))
    this.#forsaken = new ForsakenJobs({ boss: this.#boss, logger: options.logger, onError })
  }

  start() {
    // Prometheus sees no increase from a missing series to 1.
    for (const { queue } of this.options.handlers) {
      queueRuns.zero({ queue: queue.name })
      queueFailures.inc({ queue: queue.name }, 0)
    }
    this.#life = this.#live()
  }

  async stop() {
    this.#stopping.abort()
    await this.#life
    this.#forsaken.stop()
    await this.#boss.stop({ timeout: STOP_TIMEOUT_MS })
    await this.#locks.close()
  }

  async #live() {
    await this.#open()
    while (!this.#isStopping) {
      const isPaused = await this.options.isPaused().catch(() => false)
      await (isPaused ? this.#pause() : this.#work()).catch((error) => this.#logError(error))
      await this.#sleep()
    }
  }

  async #open() {
    let said: string | undefined
    while (!this.#isStopping) {
      try {
        await this.#boss.start()
        this.options.logger.info('queue: this process runs jobs')
        this.#forsaken.watch()
        return
      } catch (error) {
        const { message } = error as Error
        const reason = unmigrated.test(message)
          ? 'a migration has not run: plaza db migrate'
          : message
        if (reason !== said) this.options.logger.warn(`queue: jobs wait: ${reason}`)
        said = reason
        await this.#sleep()
      }
    }
  }

  async #work() {
    if (this.#isWorking) return
    this.#isWorking = true
    for (const { queue, handle } of this.options.handlers) {
      for (let count = 0; count < queue.options.concurrency; count++) {
        await this.#workOn(queue, handle)
      }
    }
  }

  async #workOn(queue: Queue, handle: Handler) {
    const options = {
      includeMetadata: true,
      heartbeatRefreshSeconds: HEARTBEAT_SECONDS,
      ...polling,
    } as const
    const next = () => {
      if (!this.#isStopping) this.#boss.notifyWorker(worker)
    }
    const worker: string = await this.#boss.work(queue.name, options, async ([job]) => {
      const isDone = await this.#run(queue, handle, job as JobWithMetadata<JobData>).finally(next)
      if (!isDone) setTimeout(next, PUT_BACK_MS).unref()
    })
  }

  async #pause() {
    if (!this.#isWorking) return
    this.#isWorking = false
    for (const { queue } of this.options.handlers) await this.#boss.offWork(queue.name)
  }

  async #run(queue: Queue, handle: Handler, job: JobWithMetadata<JobData>): Promise<boolean> {
    const { name } = queue
    try {
      if (this.#isStopping) return await this.#putBack(job)
      const isDone = await this.#locks.during(job.id, () => this.#runTurns(handle, job))
      return isDone || (await this.#putBack(job))
    } catch (error) {
      if (this.#isStopping) return this.#putBack(job)
      queueFailures.inc({ queue: name })
      const isLast = job.retryCount >= job.retryLimit
      const fields = { queue: name, job: job.id, ...(isLast && { gives_up: true }) }
      this.#failures.failed(name, error, fields, isLast ? 'job failed for good' : 'job failed')
      throw stored(error)
    }
  }

  /** Continues until another job waits, since putting a job back costs a pause. @returns whether it is done */
  async #runTurns(handle: Handler, job: JobWithMetadata<JobData>): Promise<boolean> {
    const signal = AbortSignal.any([job.signal, this.#stopping.signal])
    const end = performance.now() + MAX_RUN_MS
    do {
      if (await this.options.isPaused()) return false
      const stopTimer = queueRuns.startTimer({ queue: job.name })
      const outcome = await handle(job.data, signal, job.id)
      stopTimer()
      if (outcome !== 'again') return true
    } while (!signal.aborted && performance.now() < end && !(await this.#hasOthers(job)))
    return false
  }

  async #hasOthers({ id, name }: JobWithMetadata<JobData>): Promise<boolean> {
    const { rows } = await this.#boss.getDb().executeSql(
      `select from ${SCHEMA}.job
       where name = $1 and id <> $2 and state < 'active' and start_after <= now() limit 1`,
      [name, id]
    )
    return rows.length > 0
  }

  /** pg-boss doesn't complete a job that is no longer active. */
  async #putBack({ id, name, retryCount }: JobWithMetadata<JobData>): Promise<false> {
    await this.#boss.getDb().executeSql(
      `update ${SCHEMA}.job set state = 'created', started_on = null, heartbeat_on = null,
         priority = priority - 1, start_after = now() + $4 * interval '1 ms'
       where name = $1 and id = $2 and state = 'active' and retry_count = $3`,
      [name, id, retryCount, this.#isStopping ? 0 : PUT_BACK_MS]
    )
    return false
  }

  #logError(error: Error) {
    if (!this.#isStopping) this.#failures.failed('queue', error, {}, 'queue: something failed')
  }

  #sleep() {
    const { signal } = this.#stopping
    return sleep(CHECK_INTERVAL_MS, undefined, { ref: false, signal }).catch(() => {})
  }

  get #isStopping() {
    return this.#stopping.signal.aborted
  }
}

const unmigrated =
  /pg-boss (is not installed|database requires migrations)|^Queue .* does not exist/

function stored(error: unknown) {
  const said = loggedError(error)
  if (!(error instanceof Error)) return { message: String(said) }
  const { type, message, code } = said as LoggedError
  return { type, message, code }
}
