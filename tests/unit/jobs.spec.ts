import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { collectMedia } from '#jobs/collect_media'
import { countComments } from '#jobs/count_comments'
import { endSanctions } from '#jobs/end_sanctions'
import { foldNames } from '#jobs/fold_names'
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
import { foldTagCounts } from '#jobs/fold_tag_counts'
import { pruneTokens } from '#jobs/prune_tokens'
import { pruneWebhookEvents } from '#jobs/prune_webhook_events'
import { purgeTrash } from '#jobs/purge_trash'
import { queueDeletions } from '#jobs/queue_deletions'
import { queueMedia } from '#jobs/queue_media'
import { queueTags } from '#jobs/retag_posts'
import { queueTypes } from '#jobs/follow_types'
import { recount } from '#jobs/recount'
import { runSchedules } from '#jobs/run_schedules'
import { schedule } from '#jobs/schedule'
import { sweepMediaLinks } from '#jobs/sweep_media_links'
import { thinRevisions } from '#jobs/thin_revisions'
import { queueBatches } from '#jobs/work_on_batches'
import { countStats } from '#queries/staff/stats'
import { emptyDatabase, row } from '#tests/support/database'

const { utc } = DateTime
const ago = (time: object) => utc().minus(time).toJSDate()
const hence = (time: object) => utc().plus(time).toJSDate()

test.group('Timed work', (group) => {
  group.each.setup(emptyDatabase)

  test('deletes expired sessions in batches', async ({ assert }) => {
    const { id } = await UserFactory.create()
    const session = (expires: Date) => ({ user_id: id, secret: 'x', expires_at: expires })
    await db
      .table('sessions')
      .multiInsert([
        ...Array.from({ length: 2300 }, () => session(ago({ minutes: 1 }))),
        session(hence({ minutes: 1 })),
      ])

    assert.equal(await pruneSessions(), 2300)
    assert.lengthOf(await db.from('sessions'), 1)
    assert.equal(await pruneSessions(), 0)
  })

  test('leaves a locked session for the next run', async ({ assert }) => {
    const { id } = await UserFactory.create()
    await db.table('sessions').insert({ user_id: id, secret: 'x', expires_at: ago({ hours: 1 }) })

    await db.transaction(async (client) => {
      await client.from('sessions').forUpdate()
      assert.equal(await pruneSessions(), 0)
    })
    assert.equal(await pruneSessions(), 1)
  })

  test('deletes expired answers of idempotency keys', async ({ assert }) => {
    const answer = (key: string, createdAt: Date) => ({
      scope: '1 POST /posts',
      key,
      fingerprint: 'x',
      status: 201,
      headers: '{}',
      body: '{}',
      created_at: createdAt,
    })
    await db
      .table('idempotency_keys')
      .multiInsert([
        answer('old', ago({ hours: 24, minutes: 1 })),
        answer('young', ago({ hours: 23, minutes: 59 })),
      ])

    assert.equal(await pruneIdempotencyKeys(), 1)
    assert.deepEqual(await keysOf('idempotency_keys'), ['young'])
  })

  test('deletes expired counts of limits', async ({ assert }) => {
    await db.table('rate_limits').multiInsert([
      { key: 'over', points: 5, expire: Date.now() - 1 },
      { key: 'going on', points: 5, expire: Date.now() + 60_000 },
      { key: 'for good', points: 5, expire: null },
    ])

    assert.equal(await pruneRateLimits(), 1)
    assert.deepEqual(await keysOf('rate_limits'), ['for good', 'going on'])
  })

  test('clears ended sanctions, and no other', async ({ assert }) => {
    const [ended, under, forever, both] = await UserFactory.createMany(4)
    const since = utc().minus({ days: 2 })
    const past = utc().minus({ minutes: 1 })
    const future = utc().plus({ minutes: 1 })
    await ended.merge({ silencedAt: since, silencedUntil: past }).save()
    await under.merge({ suspendedAt: since, suspendedUntil: future }).save()
    await forever.merge({ suspendedAt: since }).save()
    await both
      .merge({
        silencedAt: since,
        silencedUntil: future,
        suspendedAt: since,
        suspendedUntil: past,
      })
      .save()
    const before = await db.from('users').orderBy('id')

    assert.equal(await endSanctions(), 2)
    assert.deepEqual(await db.from('users').orderBy('id'), [
      { ...before[0], silenced_at: null, silenced_until: null },
      before[1],
      before[2],
      { ...before[3], suspended_at: null, suspended_until: null },
    ])
    assert.lengthOf(await db.from('audit_entries'), 0)
    assert.equal(await endSanctions(), 0)
  })

  test('corrects counters', async ({ assert }) => {
    const { id } = await PostFactory.create()
    await db.from('posts').where({ id }).update({ upvotes: 99 })

    assert.equal(await recount(), 1)
    assert.equal((await row('posts', { id })).upvotes, 0)
  })

  test('is complete in the schedule', ({ assert }) => {
    assert.sameMembers(
      schedule.map(({ run }) => run),
      [
        countComments,
        countStats,
        endSanctions,
        foldNames,
        foldTagCounts,
        forgetWithdrawnPosts,
        indexPosts,
        pruneBatches,
        pruneChallenges,
        pruneDataExports,
        pruneEmailChanges,
        pruneIdempotencyKeys,
        pruneInvites,
        collectMedia,
        pruneMedia,
        sweepMediaLinks,
        pruneNames,
        prunePasswordResets,
        prunePreviews,
        pruneRateLimits,
        pruneReportSnapshots,
        pruneSecurityEvents,
        pruneSessions,
        pruneSignUps,
        pruneTokens,
        pruneWebhookEvents,
        purgeTrash,
        queueBatches,
        queueDeletions,
        queueMedia,
        queueTags,
        queueTypes,
        recount,
        runSchedules,
        thinRevisions,
      ]
    )
  })
})

async function keysOf(table: string) {
  const rows = await db.from(table).orderBy('key')
  return rows.map(({ key }) => key)
}
