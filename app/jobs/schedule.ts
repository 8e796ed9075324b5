import { collectMedia } from '#jobs/collect_media'
import { countComments } from '#jobs/count_comments'
import { countStats } from '#queries/staff/stats'
import { endSanctions } from '#jobs/end_sanctions'
import { queueTypes } from '#jobs/follow_types'
import { foldNames } from '#jobs/fold_names'
import { foldTagCounts } from '#jobs/fold_tag_counts'
import { forgetWithdrawnPosts } from '#jobs/forget_withdrawn_posts'
import { indexPosts } from '#jobs/index_posts'
import { pruneBatches } from '#jobs/prune_batches'
import { pruneChallenges } from '#jobs/prune_challenges'
import { pruneDataExports } from '#jobs/prune_data_exports'
import { pruneEmailChanges } from '#jobs/prune_email_changes'
import { pruneIdempotencyKeys } from '#jobs/prune_idempotency_keys'
import { pruneInvites } from '#jobs/prune_invites'
import { pruneMedia } from '#jobs/prune_media'
import { pruneNames } from '#jobs/prune_names'
import { prunePasswordResets } from '#jobs/prune_password_resets'
import { prunePreviews } from '#jobs/prune_previews'
import { pruneRateLimits } from '#jobs/prune_rate_limits'
import { pruneReportSnapshots } from '#jobs/prune_report_snapshots'
import { pruneSecurityEvents } from '#jobs/prune_security_events'
import { pruneSignUps } from '#jobs/prune_sign_ups'
import { pruneSessions } from '#jobs/prune_sessions'
import { pruneTokens } from '#jobs/prune_tokens'
import { pruneWebhookEvents } from '#jobs/prune_webhook_events'
import { purgeTrash } from '#jobs/purge_trash'
import { queueDeletions } from '#jobs/queue_deletions'
import { queueMedia } from '#jobs/queue_media'
import { queueTags } from '#jobs/retag_posts'
import { recount } from '#jobs/recount'
import { runSchedules } from '#jobs/run_schedules'
import { sweepMediaLinks } from '#jobs/sweep_media_links'
import { thinRevisions } from '#jobs/thin_revisions'
import { queueBatches } from '#jobs/work_on_batches'

export interface Job {
  name: string
  /** A cron pattern, in UTC. With six parts, the first is the second. */
  at: string
  /** Whether a new leader runs it at once, since it can't know the last run. */
  isDueAtOnce: boolean
  /** Whether it waits for no other job, because it is due to the second. */
  isPrompt?: boolean
  /** @param signal stops it early @returns changed rows */
  run: (signal: AbortSignal) => Promise<number>
}

/** Each job may be interrupted at any time, and may run twice. */
export const schedule: Job[] = [
  { name: 'count_comments', at: '*/2 * * * * *', isDueAtOnce: true, run: countComments },
  { name: 'count_stats', at: '0 * * * * *', isDueAtOnce: true, run: countStats },
  { name: 'end_sanctions', at: '*/5 * * * *', isDueAtOnce: true, run: endSanctions },
  { name: 'fold_names', at: '*/10 * * * * *', isDueAtOnce: true, run: foldNames },
  { name: 'fold_tag_counts', at: '* * * * * *', isDueAtOnce: true, run: foldTagCounts },
  { name: 'index_posts', at: '*/10 * * * * *', isDueAtOnce: true, run: indexPosts },
  { name: 'prune_sessions', at: '*/10 * * * *', isDueAtOnce: true, run: pruneSessions },
  { name: 'prune_challenges', at: '*/10 * * * *', isDueAtOnce: true, run: pruneChallenges },
  { name: 'prune_tokens', at: '*/10 * * * *', isDueAtOnce: true, run: pruneTokens },
  { name: 'prune_batches', at: '*/10 * * * *', isDueAtOnce: true, run: pruneBatches },
  { name: 'queue_batches', at: '*/10 * * * *', isDueAtOnce: true, run: queueBatches },
  { name: 'queue_deletions', at: '*/10 * * * *', isDueAtOnce: true, run: queueDeletions },
  { name: 'queue_media', at: '*/10 * * * *', isDueAtOnce: true, run: queueMedia },
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
  { name: 'prune_invites', at: '*/10 * * * *', isDueAtOnce: true, run: pruneInvites },
  { name: 'collect_media', at: '*/10 * * * *', isDueAtOnce: true, run: collectMedia },
  { name: 'prune_media', at: '*/10 * * * *', isDueAtOnce: true, run: pruneMedia },
  { name: 'sweep_media_links', at: '15 * * * *', isDueAtOnce: true, run: sweepMediaLinks },
  { name: 'prune_names', at: '*/10 * * * *', isDueAtOnce: true, run: pruneNames },
  {
    name: 'prune_security_events',
    at: '*/10 * * * *',
    isDueAtOnce: true,
    run: pruneSecurityEvents,
  },
  {
    name: 'prune_password_resets',
    at: '*/10 * * * *',
    isDueAtOnce: true,
    run: prunePasswordResets,
  },
  { name: 'prune_data_exports', at: '*/10 * * * *', isDueAtOnce: true, run: pruneDataExports },
  { name: 'prune_email_changes', at: '*/10 * * * *', isDueAtOnce: true, run: pruneEmailChanges },
  { name: 'prune_sign_ups', at: '*/10 * * * *', isDueAtOnce: true, run: pruneSignUps },
  {
    name: 'prune_webhook_events',
    at: '*/10 * * * *',
    isDueAtOnce: true,
    run: pruneWebhookEvents,
  },
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
