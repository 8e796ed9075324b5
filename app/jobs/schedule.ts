import { countComments } from '#jobs/count_comments'
import { countStats } from '#queries/staff/stats'
import { endSanctions } from '#jobs/end_sanctions'
import { queueTypes } from '#jobs/follow_types'
import { foldNames } from '#jobs/fold_names'
import { foldTagCounts } from '#jobs/fold_tag_counts'
import { forgetWithdrawnPosts } from '#jobs/forget_withdrawn_posts'
import { indexPosts } from '#jobs/index_posts'
import { pruneIdempotencyKeys } from '#jobs/prune_idempotency_keys'
import { pruneNames } from '#jobs/prune_names'
import { prunePreviews } from '#jobs/prune_previews'
import { pruneRateLimits } from '#jobs/prune_rate_limits'
import { pruneReportSnapshots } from '#jobs/prune_report_snapshots'
import { pruneSessions } from '#jobs/prune_sessions'
import { purgeTrash } from '#jobs/purge_trash'
import { queueDeletions } from '#jobs/queue_deletions'
import { queueTags } from '#jobs/retag_posts'
import { recount } from '#jobs/recount'
import { runSchedules } from '#jobs/run_schedules'
import { thinRevisions } from '#jobs/thin_revisions'

export interface Job {
  name: string
  /** A cron pattern, in UTC; with six parts, the first is the second. */
  at: string
  /** Whether a new leader runs it at once, since it can't know the last run. */
  isDueAtOnce: boolean
  /** Whether it waits for no other job, because it is due to the second. */
  isPrompt?: boolean
  /** @param signal stops it early @returns changed rows */
  run: (signal: AbortSignal) => Promise<number>
}

/** Each job may be interrupted at any time, and run twice. */
export const schedule: Job[] = [
  { name: 'count_comments', at: '*/2 * * * * *', isDueAtOnce: true, run: countComments },
  { name: 'count_stats', at: '0 * * * * *', isDueAtOnce: true, run: countStats },
  { name: 'end_sanctions', at: '*/5 * * * *', isDueAtOnce: true, run: endSanctions },
  { name: 'fold_names', at: '*/10 * * * * *', isDueAtOnce: true, run: foldNames },
  { name: 'fold_tag_counts', at: '* * * * * *', isDueAtOnce: true, run: foldTagCounts },
  { name: 'index_posts', at: '*/10 * * * * *', isDueAtOnce: true, run: indexPosts },
  { name: 'prune_sessions', at: '*/10 * * * *', isDueAtOnce: true, run: pruneSessions },
  { name: 'queue_deletions', at: '*/10 * * * *', isDueAtOnce: true, run: queueDeletions },
  { name: 'queue_tags', at: '*/10 * * * *', isDueAtOnce: true, run: queueTags },
  { name: 'queue_types', at: '*/10 * * * *', isDueAtOnce: true, run: queueTypes },
  {
    name: 'prune_idempotency_keys',
    at: '*/10 * * * *',
    isDueAtOnce: true,
    run: pruneIdempotencyKeys,
  },
  {
    name: 'prune_report_snapshots',
    at: '*/10 * * * *',
    isDueAtOnce: true,
    run: pruneReportSnapshots,
  },
  { name: 'prune_names', at: '*/10 * * * *', isDueAtOnce: true, run: pruneNames },
  { name: 'prune_previews', at: '*/10 * * * *', isDueAtOnce: true, run: prunePreviews },
  {
    name: 'forget_withdrawn_posts',
    at: '*/10 * * * *',
    isDueAtOnce: true,
    run: forgetWithdrawnPosts,
  },
  { name: 'thin_revisions', at: '*/10 * * * *', isDueAtOnce: true, run: thinRevisions },
  {
    name: 'run_schedules',
    at: '* * * * * *',
    isDueAtOnce: true,
    isPrompt: true,
    run: runSchedules,
  },
  { name: 'purge_trash', at: '*/10 * * * *', isDueAtOnce: true, run: purgeTrash },
  { name: 'prune_rate_limits', at: '*/10 * * * *', isDueAtOnce: true, run: pruneRateLimits },
  { name: 'recount', at: '30 3 * * *', isDueAtOnce: false, run: recount },
]
