import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { runSchedules } from '#jobs/run_schedules'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { Scrape } from '#tests/support/metrics'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'

const MINUTE_MS = 60_000
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS)
const hence = (minutes: number) => ago(-minutes)

/** A scheduled post. What is due is a row with a time in the past, as after a clock change. */
async function scheduled({ id: userId }: User, fields?: object) {
  const post = await PostFactory.merge({ userId }).apply('draft').create()
  if (fields) await db.from('posts').where('id', post.id).update(fields)
  return post
}

const show = (client: ApiClient, user: User, id: number) =>
  bodyOf(client.get(`/posts/${id}`).loginAs(user))

test.group('A schedule', (group) => {
  group.each.setup(emptyDatabase)

  test('that is due goes out, in its order, and is counted', async ({ client, assert }) => {
    const [me] = await people('member')
    const times = [ago(2), ago(4), ago(3)]
    const posts = []
    for (const time of times) posts.push(await scheduled(me, { publish_at: time }))
    const later = await scheduled(me, { publish_at: hence(10) })
    assert.isEmpty(idsOf(await client.get('/posts')))

    assert.equal(await runSchedules(), 3)

    assert.sameMembers(
      idsOf(await client.get('/posts')),
      posts.map(({ id }) => id)
    )
    const first = await show(client, me, posts[0].id)
    assert.containSubset(first, { status: 'published', publish_at: null, held: null })
    assert.equal((await show(client, me, later.id)).status, 'scheduled')
    assert.equal((await row('users', { id: me.id })).posts_count, 3)
    assert.equal(await runSchedules(), 0)
  })

  test('that goes out {seconds} s late is published at {time}')
    .with([
      { seconds: 5, time: 'its own time' },
      { seconds: 20, time: 'the present time' },
    ])
    .run(async ({ assert }, { seconds, time }) => {
      const [me] = await people('member')
      const due = ago(seconds / 60)
      const { id } = await scheduled(me, { publish_at: due })
      const start = Date.now()
      await runSchedules()
      const { published_at: publishedAt, late_seconds: late } = await row('posts', { id })
      if (time === 'its own time') assert.deepEqual(publishedAt, due)
      else assert.isAtLeast(publishedAt.getTime(), start - 1000)
      assert.isNull(late)
    })

  test('that ends takes the post back, and no cached answer outlives it', async ({
    client,
    assert,
  }) => {
    const [me] = await people('member')
    const post = await PostFactory.merge({ userId: me.id }).create()
    const until = { until: hence(1).toISOString() }
    await answers(client.put(`/posts/${post.id}/publication`).loginAs(me).json(until), 200)
    await answers(client.get(`/posts/${post.id}`), 200)
    assert.deepEqual(idsOf(await client.get('/posts')), [post.id])
    await db
      .from('posts')
      .where('id', post.id)
      .update({ unpublish_at: ago(0) })

    assert.equal(await runSchedules(), 1)

    assertProblem(await client.get(`/posts/${post.id}`), 404, 'not_found')
    assert.isEmpty(idsOf(await client.get('/posts')))
    assert.containSubset(await show(client, me, post.id), {
      status: 'unpublished',
      unpublish_at: null,
    })
    assert.equal((await row('users', { id: me.id })).posts_count, 0)
  })

  test('that ends bounds every cached answer, without a message of the timed work', async ({
    client,
    assert,
  }) => {
    const [me] = await people('member')
    const post = await PostFactory.merge({ userId: me.id }).create()
    const soon = new Date(Date.now() + 3000)
    await db.from('posts').where('id', post.id).update({ unpublish_at: soon })
    await answers(client.get(`/posts/${post.id}`), 200)
    await answers(client.get('/posts'), 200)
    await db.from('posts').where('id', post.id).update({ published: false })
    // The lifetime of a cached post is a minute.
    await eventually(async () => (await client.get(`/posts/${post.id}`)).status() === 404, {
      within: 30_000,
    })
    assert.isEmpty(idsOf(await client.get('/posts')))
  })

  test('is held when {when}')
    .with([
      { when: 'it missed its time and asked for it', held: 'late', missed: 20, policy: 'hold' },
      { when: 'it ended before it could begin', held: 'late', missed: 20, ended: 10 },
      { when: 'its author is silenced', held: 'invalid', missed: 1, sanction: 'silenced_at' },
      { when: 'its author is suspended', held: 'invalid', missed: 1, sanction: 'suspended_at' },
    ])
    .run(async ({ client, assert }, { held, missed, policy, ended, sanction }) => {
      const [me] = await people('member')
      const fields = { publish_at: ago(missed), on_missed: policy ?? 'publish' }
      const post = await scheduled(me, { ...fields, unpublish_at: ended ? ago(ended) : null })
      if (sanction)
        await db
          .from('users')
          .where('id', me.id)
          .update({ [sanction]: new Date() })

      assert.equal(await runSchedules(), 1)
      assert.containSubset(await row('posts', { id: post.id }), { held, published: false })
      assert.equal(await runSchedules(), 0)

      if (sanction) return
      assert.containSubset(await show(client, me, post.id), { status: 'scheduled', held })
      const again = { at: hence(5).toISOString(), until: null }
      const changed = client.put(`/posts/${post.id}/publication`).loginAs(me).json(again)
      assert.containSubset(await bodyOf(changed), { status: 'scheduled', held: null })
    })

  test('that asked to be held goes out within SCHEDULE_GRACE', async ({ assert }) => {
    const [me] = await people('member')
    const grace = config.get<number>('content.scheduleGraceSeconds')
    const late = ago(grace / 60 - 1)
    const post = await scheduled(me, { publish_at: late, on_missed: 'hold' })
    await runSchedules()
    assert.isTrue((await row('posts', { id: post.id })).published)
  })

  test('that went out late is counted by plaza system doctor, and in the metrics', async ({
    client,
    assert,
  }) => {
    const [me] = await people('member')
    const counts = async () => {
      const scrape = new Scrape((await client.get('/metrics')).text())
      return ['late', 'held'].map((name) => scrape.value(`plaza_schedules_${name}_total`))
    }
    const [late, held] = await counts()
    await scheduled(me, { publish_at: ago(30) })
    await scheduled(me, { publish_at: ago(30), on_missed: 'hold' })
    const finding = async () => {
      const { json } = await plaza('system doctor --json')
      return json.data.find(({ subject }: { subject: string }) => subject === 'schedules')
    }
    assert.containSubset(await finding(), { status: 'failure' })
    await runSchedules()
    const { status, message } = await finding()
    assert.equal(status, 'warning')
    assert.equal(message, '1 post held back; 1 post went out late in 7 days, by 30 minutes at most')
    assert.deepEqual(await counts(), [late + 1, held + 1])
  })

  test('waits in the trash, and does not go out when the post comes back', async ({
    client,
    assert,
  }) => {
    const [me] = await people('member')
    const post = await scheduled(me, { publish_at: ago(1) })
    await answers(client.delete(`/posts/${post.id}`).loginAs(me), 204)
    assert.equal(await runSchedules(), 0)
    const back = client.patch(`/posts/${post.id}`).loginAs(me).json({ deleted: false })
    assert.containSubset(await bodyOf(back), { status: 'scheduled', held: 'late' })
    assert.equal(await runSchedules(), 0)
  })

  test('shows no post that staff removed', async ({ client, assert }) => {
    const [me, moderator] = await people('member', 'moderator')
    const post = await scheduled(me, { publish_at: ago(1) })
    await answers(act(client, moderator, 'post.remove', { on: post }), 201)
    await runSchedules()
    assertProblem(await client.get(`/posts/${post.id}`), 404, 'not_found')
    assert.isEmpty(idsOf(await client.get('/posts')))
  })

  test('keeps its instant over a daylight-saving change of its time zone', async ({
    client,
    assert,
  }) => {
    const [me] = await people('member')
    const post = await scheduled(me)
    // 02:30 is skipped in Berlin on this day, and repeated half a year later.
    for (const [at, instant] of [
      ['2032-03-28T02:30:00+01:00', '2032-03-28T01:30:00.000Z'],
      ['2032-10-31T02:30:00+02:00', '2032-10-31T00:30:00.000Z'],
      ['2032-10-31T02:30:00+01:00', '2032-10-31T01:30:00.000Z'],
    ]) {
      const body = { at, time_zone: 'Europe/Berlin' }
      const set = client.put(`/posts/${post.id}/publication`).loginAs(me).json(body)
      assert.containSubset(await bodyOf(set), { publish_at: instant, time_zone: 'Europe/Berlin' })
    }
  })

  test('is kept by the instant, whatever time zone the database session has', async ({
    assert,
  }) => {
    const me = await UserFactory.create()
    const due = await scheduled(me, { publish_at: ago(1) })
    const ahead = await scheduled(me, { publish_at: hence(30) })
    for (const zone of ['America/New_York', 'Asia/Kolkata']) {
      const { rows } = await db.rawQuery(
        `select id from posts, set_config('timezone', ?, true) where publish_at <= now()`,
        [zone]
      )
      assert.deepEqual(
        rows.map(({ id }: { id: number }) => id),
        [due.id]
      )
    }
    assert.equal(await runSchedules(), 1)
    assert.isFalse((await row('posts', { id: ahead.id })).published)
  })

  test('of 1200 posts at one time is done in batches, in order', async ({ client, assert }) => {
    const me = await UserFactory.create()
    await db.rawQuery(
      `insert into posts (user_id, title, content, published, publish_at)
       select ?, 'Post ' || n, 'Text', false, date_trunc('second', now()) from generate_series(1, 1200) as n`,
      [me.id]
    )
    assert.equal(await runSchedules(), 1200)
    const posts = await db.from('posts').orderBy('listed_at').orderBy('id').select('id')
    const ids = posts.map(({ id }) => id)
    assert.deepEqual(
      ids,
      [...ids].sort((a, b) => a - b)
    )
    assert.equal((await row('users', { id: me.id })).posts_count, 1200)
    assert.equal(idsOf(await client.get('/posts?limit=1'))[0], ids.at(-1))
  })
})
