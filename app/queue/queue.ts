import type { QueryClientContract } from '@adonisjs/lucid/types/database'

/** Ids, and what kind of thing they name. A job is kept, shown and dumped: no secret and no text goes in. */
export type JobData = Record<string, number | string>

export interface QueueOptions<Data extends JobData> {
  name: string
  /** Of the jobs with one key, one at a time waits or runs: what is sent meanwhile is the same job. */
  keyOf: (data: Data) => string
  /** How many jobs run at a time, in each process that works on the queue. */
  concurrency: number
  /** After so many failures more a job counts as failed. */
  maxRetries: number
  /** The first pause after a failure; each one is about twice as long as the one before. */
  retryDelaySeconds: number
  maxRetryDelaySeconds: number
  /** How long one run may take; then it counts as a failure. */
  timeoutSeconds: number
  /** How long a job is kept once it is done, cancelled or failed. */
  keepDays: number
}

/** Jobs of one kind, which outlive whichever process sends or runs them. */
export class Queue<Data extends JobData = any> {
  constructor(readonly options: QueueOptions<Data>) {}

  get name() {
    return this.options.name
  }

  /**
   * Queues a job in the transaction of its cause: it is there when that commits, and only then.
   *
   * @returns the id of the job; null when the same job waits or runs already
   */
  async send(data: Data, { client }: { client: QueryClientContract }): Promise<string | null> {
    const [id = null] = await this.sendAll([data], { client })
    return id
  }

  /** Queues several jobs with one statement. @returns the ids of those that were not there already */
  async sendAll(all: Data[], { client }: { client: QueryClientContract }): Promise<string[]> {
    if (all.length === 0) return []
    const { keyOf, ...options } = this.options
    const jobs = JSON.stringify(all.map((data) => ({ data, key: keyOf(data) })))
    const { rows } = await client.rawQuery(insertJobs, { ...constants, ...options, jobs } as any)
    return rows.map(({ id }: { id: string }) => id)
  }
}

/** Defines a queue. It needs a row in `jobs.queue`, from a migration, and a handler in `app/jobs/handlers.ts`. */
export const defineQueue = <Data extends JobData>(options: QueueOptions<Data>) => new Queue(options)

/** Where pg-boss listens for new jobs. */
const channel = `'pgboss_' || left(encode(sha224('jobs'), 'hex'), 24)`

/** Has the processes that work on the queue `:name` look for jobs. */
export const wake = `pg_notify(${channel}, :name)`

const constants = {
  /** pg-boss's word for one job of a key at a time, be it waiting or running. */
  policy: 'exclusive',
  /** A job whose process is silent for longer is run by another one. */
  heartbeatSeconds: 10,
  /** Ten years: a job that waits is never deleted. */
  retentionSeconds: 315_360_000,
}

/**
 * What pg-boss's own `send` inserts, as one statement that needs no pg-boss in the process: that would be
 * 10 MB of each worker, and a cache of queues to keep.
 */
const insertJobs = `
  with sent as (
    insert into jobs.job (
      name, data, singleton_key, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max,
      expire_seconds, heartbeat_seconds, deletion_seconds, keep_until
    )
    select :name, job.data, job.key, :policy, :maxRetries, :retryDelaySeconds, true,
      :maxRetryDelaySeconds, :timeoutSeconds, :heartbeatSeconds, 86400 * :keepDays,
      now() + :retentionSeconds * interval '1s'
    from jsonb_to_recordset(:jobs::jsonb) as job (data jsonb, key text)
    on conflict do nothing
    returning id
  ), notified as (
    select ${wake} from sent limit 1
  )
  select id from sent where (select count(*) from notified) >= 0`
