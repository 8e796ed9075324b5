import db from '@adonisjs/lucid/services/db'
import { queues } from '#queue/queues'

export interface QueueDepth {
  queue: string
  waiting: number
  active: number
  failed: number
  /** The seconds since the oldest job was due; 0 if none is. */
  oldestAge: number
}

export async function queueDepths(): Promise<QueueDepth[]> {
  const { rows } = await db.rawQuery(
    `select queue.name as queue,
       count(job.*) filter (where state in ('created', 'retry')) as waiting,
       count(job.*) filter (where state = 'active') as active,
       count(job.*) filter (where state = 'failed') as failed,
       coalesce(extract(epoch from now() - min(start_after)
         filter (where state in ('created', 'retry') and start_after <= now())), 0)::float8 as "oldestAge"
     from unnest(:names::text[]) as queue (name)
     left join jobs.job on job.name = queue.name
       and state in ('created', 'retry', 'active', 'failed')
     group by queue.name`,
    { names: queues.map(({ name }) => name) } as any
  )
  return rows
}
