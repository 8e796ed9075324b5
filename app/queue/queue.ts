import type { QueryClientContract } from '@adonisjs/lucid/types/database'

/** Ids and kinds only: jobs are kept, shown and dumped, so they hold no secret and no text. */
export type JobData = Record<string, number | string>

export interface QueueOptions<Data extends JobData> {
  name: string
  /** One job per key waits or runs; another one counts as the same job. */
  keyOf: (data: Data) => string
  /** Per process. */
  concurrency: number
  maxRetries: number
  /** The first pause. Each later pause is about twice as long. */
  retryDelaySeconds: number
  maxRetryDelaySeconds: number
  timeoutSeconds: number
  keepDays: number
}

export class Queue<Data extends JobData = any> {
  constructor(readonly options: QueueOptions<Data>) {}

  get name() {
    return this.options.name
  }

  /** Queues in the caller's transaction. @returns the job's id; null if the same job already waits or runs */
  async send(data: Data, { client }: { client: QueryClientContract }): Promise<string | null> {
    const [id = null] = await this.sendAll([data], { client })
    return id
  }

  /** Queues jobs in one statement. @returns the ids of new jobs */
  async sendAll(all: Data[], { client }: { client: QueryClientContract }): Promise<string[]> {
    if (all.length === 0) return []
    const { keyOf, ...options } = this.options
    const jobs = JSON.stringify(all.map((data) => ({ data, key: keyOf(data) })))
    const { rows } = await client.rawQuery(insertJobs, { ...constants, ...options, jobs } as any)
    return rows.map(({ id }: { id: string }) => id)
  }
}

/** A queue also needs a row in `jobs.queue` (migration) and a handler in `app/jobs/handlers.ts`. */
export const defineQueue = <Data extends JobData>(options: QueueOptions<Data>) => new Queue(options)

const channel = `'pgboss_' || left(encode(sha224('jobs'), 'hex'), 24)`

export const wake = `pg_notify(${channel}, :name)`

const constants = {
  /** One job per key, waiting or running. */
  policy: 'exclusive',
  /** Another process takes over a job that is silent for longer. */
  heartbeatSeconds: 10,
  /** Ten years: a waiting job is never deleted. */
  retentionSeconds: 315_360_000,
}

/** Does what pg-boss's `send` does, without pg-boss: it would cost each worker 10 MB. */
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
