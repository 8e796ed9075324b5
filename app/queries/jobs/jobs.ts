import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { Act } from '#models/audit_entry'
import Batch from '#models/batch'
import type { JobState } from '#domain/job'
import type { AuditedType } from '#domain/moderation'

const WORTH_A_LOOK: JobState[] = ['created', 'retry', 'active', 'failed']

export interface Job {
  id: string
  queue: string
  data: Record<string, number | string>
  state: JobState
  failures: number
  created_at: string
  due_at: string
  started_at: string | null
  ended_at: string | null
  failure: { type?: string; message?: string; code?: string } | null
}

const time = (column: string, as: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${as}`

/** pg-boss counts only the tries after the first one, so it leaves out the final failure. */
const columns = `
  id, name as queue, data, state,
  retry_count + case when state in ('retry', 'failed') and output is not null then 1 else 0 end as failures,
  ${time('created_on', 'created_at')}, ${time('start_after', 'due_at')},
  ${time('started_on', 'started_at')}, ${time('completed_on', 'ended_at')}, output as failure`

export interface ListJobsOptions {
  queue?: string
  state?: JobState
  limit: number
}

export async function listJobs({ queue, state, limit }: ListJobsOptions): Promise<Job[]> {
  const { rows } = await db.rawQuery(
    `select ${columns} from jobs.job
     where state = any(:states::jobs.job_state[]) and name = coalesce(:queue, name)
     order by created_on desc, id limit :limit`,
    { states: state ? [state] : WORTH_A_LOOK, queue: queue ?? null, limit } as any
  )
  return rows
}

interface FindJobOptions {
  client?: QueryClientContract
  isLocked?: boolean
}

export async function findJob(
  id: string,
  { client = db.connection(), isLocked = false }: FindJobOptions = {}
): Promise<Job | null> {
  const lock = isLocked ? 'for update' : ''
  const { rows } = await client.rawQuery(`select ${columns} from jobs.job where id = :id ${lock}`, {
    id,
  })
  return rows[0] ?? null
}

/** The type of a job's target, by its queue, if its data does not name it. */
const targetTypes: Record<string, AuditedType> = {
  tags: 'tag',
  types: 'type',
  mail: 'mail',
  media: 'file',
}

/** The audit log numbers targets, so it gets the job's target. @throws NotFoundException if its batch is gone */
export async function actOnJob(
  action: 'job.retry' | 'job.cancel',
  before: Job,
  after: Job,
  client: QueryClientContract
): Promise<Act> {
  const { id: job, queue } = before
  return {
    action,
    ...(await targetOf(before, client)),
    before: { state: before.state },
    after: { state: after.state, job, queue },
  }
}

async function targetOf({ queue, data }: Job, client: QueryClientContract) {
  if (queue === 'batches') {
    const batch = await Batch.find(data.id, { client })
    if (!batch) throw new NotFoundException('batch')
    return { targetType: 'batch' as const, targetId: batch.number }
  }
  const { type = targetTypes[queue], id } = data as { type?: AuditedType | 'trash'; id: number }
  // The trash of a user.
  return { targetType: type === 'trash' ? ('user' as const) : type, targetId: id }
}
