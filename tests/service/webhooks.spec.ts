import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { Webhook as Verifier, WebhookVerificationError } from 'standardwebhooks'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { pruneWebhookEvents } from '#jobs/prune_webhook_events'
import { runSchedules } from '#jobs/run_schedules'
import type { WebhookDeliverer } from '#jobs/webhooks/deliverer'
import { pauseAfter, readRetryAfter } from '#domain/webhook'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { startDns } from '#tests/support/dns_server'
import { eventually } from '#tests/support/eventually'
import { runJobs } from '#tests/support/jobs'
import { MailServer } from '#tests/support/mail_server'
import { Receiver, type ReceivedMessage } from '#tests/support/receivers'
import { setting } from '#tests/support/settings'
import { act, people, report } from '#tests/support/staff'
import { deliveries, hurry, makeWebhook, startDeliverer } from '#tests/support/webhooks'
import { newWebhookSecret } from '#webhooks/signature'

const isEnded = async () => {
  const waiting = await db.from('webhook_deliveries').where('state', 'waiting')
  return waiting.length === 0
}

/** Whether the package of Standard Webhooks takes a message. */
function isSigned({ headers, body }: ReceivedMessage, secret: string) {
  try {
    new Verifier(secret).verify(body, headers as Record<string, string>)
    return true
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false
    throw error
  }
}

test.group('Webhooks', (group) => {
  let receiver: Receiver
  let deliverer: WebhookDeliverer | undefined

  group.each.setup(async () => {
    await emptyDatabase()
    const undo = setting('webhooks.allow', ['127.0.0.0/8', '::1'])
    receiver = await Receiver.start()
    return async () => {
      await pause()
      await receiver.stop()
      undo()
      await emptyDatabase()
    }
  })

  async function pause() {
    await deliverer?.stop()
    deliverer = undefined
  }

  /** Delivers until nothing waits. */
  async function deliverAll() {
    deliverer ??= await startDeliverer()
    await eventually(isEnded)
  }

  test('tell what happens to posts and comments, signed, in the shape of strangers', async ({
    client,
    assert,
  }) => {
    const { secret } = await makeWebhook(receiver.url())
    const [author] = await people('member')
    const writing = { title: 'One evening', content: 'It was **late**.' }
    const texts = ['a', 'b', 'c'].map((title) => ({ ...writing, title }))
    // Written by one statement.
    const made = await Promise.all(
      texts.map((text) => bodyOf(client.post('/posts').loginAs(author).json(text)))
    )
    const [{ id }] = made
    const path = `/posts/${id}`
    const first = { post_id: id, content: 'First' }
    const comment = await bodyOf(client.post('/comments').loginAs(author).json(first))
    await deliverAll()
    const seen = await bodyOf(client.get(path))
    const told = receiver.received.map(({ body }) => JSON.parse(body))
    assert.sameMembers(
      receiver.types().filter((type) => type === 'post.published'),
      ['post.published', 'post.published', 'post.published']
    )
    const published = told.find(({ type, data }) => type === 'post.published' && data.id === id)
    assert.equal(published.data.title, seen.title)
    assert.equal(published.data.revision, 1)
    assert.sameMembers(Object.keys(published.data), Object.keys(seen))
    const created = told.find(({ type }) => type === 'comment.created')
    assert.deepEqual(created.data, comment)
    for (const message of receiver.received) {
      assert.isTrue(isSigned(message, secret))
      assert.equal(message.headers['content-type'], 'application/json')
      assert.match(JSON.parse(message.body).timestamp, /^\d{4}-.+\.\d{3}Z$/)
    }

    receiver.received = []
    const by = (request: any) => request.loginAs(author)
    // Nothing is told between a change and the end of what it changed.
    await pause()
    await answers(by(client.patch(path)).json({ title: 'Two' }), 200)
    await answers(by(client.patch(`/comments/${comment.id}`)).json({ content: 'Second' }), 200)
    await answers(by(client.delete(`/comments/${comment.id}`)), 204)
    await deliverAll()
    await answers(by(client.patch(path)).json({ published: false }), 200)
    await answers(by(client.patch(path)).json({ published: true }), 200)
    await deliverAll()
    await answers(by(client.delete(path)), 204)
    await deliverAll()
    assert.sameMembers(receiver.types(), [
      ...['post.updated', 'comment.deleted', 'post.published', 'post.deleted', 'post.unpublished'],
    ])
    const dataOf = (type: string) =>
      receiver.received.map(({ body }) => JSON.parse(body)).find((one) => one.type === type).data
    assert.equal(dataOf('post.updated').revision, 2)
    assert.deepEqual(dataOf('post.deleted'), { id, type: 'post', revision: 2 })
    assert.deepEqual(dataOf('comment.deleted'), { id: comment.id, post_id: id })
    // The text of the comment was gone before it could be told.
    const { state } = await db
      .from('webhook_deliveries')
      .join('webhook_events', 'webhook_events.id', 'event_id')
      .where('type', 'comment.updated')
      .first()
    assert.equal(state, 'cancelled')
  })

  test('tell of schedules, staff, reports and accounts, and of nothing that others do not see', async ({
    client,
    assert,
  }) => {
    await makeWebhook(receiver.url())
    const due = { publishAt: new Date(Date.now() - 1000), published: false, publishedAt: null }
    const [moderator, member] = await people('moderator', 'member')
    const scheduled = await PostFactory.apply('draft').merge({ userId: member.id }).create()
    await db.from('posts').where('id', scheduled.id).update({ publish_at: due.publishAt })
    await runSchedules()
    const removed = await PostFactory.merge({ userId: member.id }).create()
    await deliverAll()
    receiver.received = []

    await report(client, 'post', removed)
    await answers(act(client, moderator, 'post.remove', { on: removed }), 201)
    const erased = await UserFactory.create()
    await answers(client.delete('/users/me').loginAs(erased).json({ password }), 204)
    const draft = await PostFactory.apply('draft').merge({ userId: member.id }).create()
    const edit = client.patch(`/posts/${draft.id}`).loginAs(member).json({ title: 'Draft' })
    await answers(edit, 200)
    await answers(client.delete(`/posts/${draft.id}`).loginAs(member), 204)
    await answers(
      client.post('/votes').loginAs(moderator).json({ post_id: scheduled.id, vote_dir: 1 }),
      200
    )
    await deliverAll()
    const types = receiver.types()
    assert.includeMembers(types, ['report.created', 'action.taken', 'post.unpublished'])
    assert.includeMembers(types, ['user.erased'])
    assert.isEmpty(types.filter((type) => /post\.(updated|deleted|published)/.test(type)))
    const { body } = receiver.received.find((one) => one.body.includes('"report.created"'))!
    assert.containSubset(JSON.parse(body).data, { target_type: 'post', target_id: removed.id })
    const action = receiver.received.find((one) => one.body.includes('"action.taken"'))!
    assert.containSubset(JSON.parse(action.body).data, {
      action: 'post.remove',
      actor: { id: moderator.id },
    })
    const gone = receiver.received.find((one) => one.body.includes('"user.erased"'))!
    assert.deepEqual(JSON.parse(gone.body).data, { id: erased.id })
  })

  test('tell of nothing that was rolled back, and queue nothing that no endpoint asked for', async ({
    assert,
  }) => {
    await PostFactory.create()
    assert.isEmpty(await db.from('webhook_events'))
    await makeWebhook(receiver.url(), ['post.published'])
    await assert.rejects(() =>
      db.transaction(async (client) => {
        await PostFactory.client(client).create()
        throw new Error('No')
      })
    )
    const { id } = await CommentFactory.create()
    await db.from('comments').where({ id }).update({ content: 'Other' })
    assert.lengthOf(await deliveries(), 1)
  })

  test('are sent again with the same id and another signature, and keep what was answered', async ({
    assert,
  }) => {
    const { secret } = await makeWebhook(receiver.url(), ['post.published'])
    const statuses = [500, 302, 503, 200]
    receiver.answer = (_, response) => {
      const status = statuses.shift()!
      const location = receiver.url() + '&redirected'
      response.writeHead(status, { location, 'retry-after': '120' }).end('x'.repeat(5000))
    }
    await PostFactory.create()
    deliverer = await startDeliverer()
    for (const [tries, status] of [500, 302, 503].entries()) {
      await eventually(async () => (await row('webhook_deliveries', {})).status === status)
      const [{ due_at: due, state, answer, duration_ms: took }] = await deliveries()
      assert.equal(state, 'waiting')
      assert.lengthOf(answer, 2048)
      assert.isAtLeast(took, 0)
      // Later than the pause of the list, as the receiver asked for.
      assert.isAbove(due.getTime(), Date.now() + 100_000, String(tries))
      await hurry()
    }
    await eventually(isEnded)
    const [delivery] = await deliveries()
    assert.containSubset(delivery, { state: 'delivered', status: 200, attempts: 4, due_at: null })
    const ids = new Set(receiver.received.map(({ headers }) => headers['webhook-id']))
    assert.deepEqual([...ids], [delivery.event_id])
    assert.lengthOf(receiver.received, 4)
    assert.isTrue(receiver.received.every((message) => isSigned(message, secret)))
    assert.isTrue(receiver.received.every(({ path }) => !path.includes('redirected')))
    assert.equal(new Set(receiver.received.map(({ body }) => body)).size, 1)
    assert.isNull((await row('webhooks', {})).failing_since)
  })

  test('are verified by the package of Standard Webhooks, by both secrets after a rotation', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const { id, secret: former } = await makeWebhook(receiver.url(), ['post.published'])
    const rotation = client.post(`/admin/webhooks/${id}/secrets`).loginAs(admin)
    const { secret } = (await answers(rotation, 201)).body()
    const told = async () => {
      await PostFactory.create()
      await deliverAll()
      return receiver.received.at(-1)!
    }
    const message = await told()
    assert.isTrue(isSigned(message, secret))
    assert.isTrue(isSigned(message, former))
    assert.isFalse(isSigned(message, newWebhookSecret()))
    assert.isFalse(isSigned({ ...message, body: `${message.body} ` }, secret))
    for (const name of ['webhook-id', 'webhook-timestamp']) {
      const headers = { ...message.headers, [name]: `1${message.headers[name]}` }
      assert.isFalse(isSigned({ ...message, headers }, secret), name)
    }

    await db.from('webhooks').update({ former_secret_ends_at: new Date() })
    const later = await told()
    assert.isTrue(isSigned(later, secret))
    assert.isFalse(isSigned(later, former))
  })

  test('that hang, drip or are dead delay no other', async ({ assert, cleanup }) => {
    const hanging = await Receiver.start(() => {})
    const dripping = await Receiver.start((_, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('.'), 100)
      response.on('close', () => clearInterval(timer))
    })
    cleanup(async () => {
      await Promise.all([hanging.stop(), dripping.stop()])
    })
    const dead = await Receiver.start()
    const deadUrl = dead.url()
    await dead.stop()
    for (const url of [hanging.url(), dripping.url(), deadUrl]) {
      await makeWebhook(url, ['post.published'])
    }
    await makeWebhook(receiver.url(), ['post.published'])
    await PostFactory.createMany(60)
    deliverer = await startDeliverer()
    const start = performance.now()
    await eventually(() => receiver.received.length === 60)
    assert.isBelow(performance.now() - start, 14_000)
    assert.isAtMost(hanging.most, 8)
    assert.isAtMost(dripping.most, 8)
    assert.isAtMost(receiver.most, 8)
    const failed = await db.from('webhook_deliveries').whereNotNull('failure').first()
    assert.equal(failed.failure, 'The connection was refused')
  })

  test('of a process that was killed are sent by another one, with the same id', async ({
    assert,
  }) => {
    await makeWebhook(receiver.url(), ['post.published'])
    await PostFactory.create()
    // It had begun, and its outcome was not kept.
    await db.from('webhook_deliveries').update({ attempts: 1, due_at: new Date(Date.now() - 1) })
    await deliverAll()
    assert.lengthOf(receiver.received, 1)
    assert.containSubset((await deliveries())[0], { state: 'delivered', attempts: 2 })
  })

  test('are switched off after three days of failures, and by 410, with a mail and an entry', async ({
    client,
    assert,
    cleanup,
  }) => {
    const mails = await MailServer.start()
    const undo = mails.use()
    cleanup(async () => {
      undo()
      await mails.stop()
    })
    const [admin] = await people('admin')
    receiver.answer = ({ path }, response) =>
      response.writeHead(path.includes('gone') ? 410 : 500).end()
    const failing = await makeWebhook(receiver.url(), ['post.published'], admin)
    const gone = await makeWebhook(receiver.url() + '&gone', ['post.published'], admin)
    const since = new Date(Date.now() - 73 * 3_600_000)
    await db.from('webhooks').where('id', failing.id).update({ failing_since: since })
    await PostFactory.create()
    deliverer = await startDeliverer()
    await eventually(async () => (await db.from('webhooks').where('enabled', true)).length === 0)
    const entries = await db.from('audit_entries').where('action', 'webhook.disable').orderBy('id')
    assert.sameMembers(
      entries.map(({ after }) => after.why),
      ['failing', 'gone']
    )
    await runJobs()
    assert.lengthOf(mails.to(admin.email), 2)
    assert.include(mails.received[0].text!, `http://127.0.0.1:${receiver.port}`)
    assert.notInclude(mails.received[0].text!, 'canary')
    await PostFactory.create()
    assert.lengthOf(await deliveries(), 2)

    receiver.answer = (_, response) => response.writeHead(200).end()
    const path = `/admin/webhooks/${failing.id}`
    const on = client.patch(path).loginAs(admin).json({ enabled: true })
    assert.containSubset(await bodyOf(on), { enabled: true, failing_since: null })
    await hurry()
    await eventually(
      async () => (await row('webhook_deliveries', { webhook_id: failing.id })).ended_at
    )
    assert.equal((await row('webhook_deliveries', { webhook_id: gone.id })).state, 'failed')
  })

  test('go to no address inside, also if the name leads there only at the second look-up', async ({
    assert,
    cleanup,
  }) => {
    cleanup(setting('webhooks.allow', []))
    const dns = await startDns(['8.8.8.8', '127.0.0.1'])
    const undo = setting('webhooks.lookup', dns.lookup)
    cleanup(async () => {
      undo()
      await dns.stop()
    })
    await makeWebhook(receiver.url('rebound.example'), ['post.published'])
    assert.equal(dns.asked, 1)
    await PostFactory.create()
    deliverer = await startDeliverer()
    await eventually(async () => (await row('webhook_deliveries', {})).failure)
    assert.match((await row('webhook_deliveries', {})).failure, /not one of the Internet/)
    assert.equal(dns.asked, 2)
    assert.isEmpty(receiver.received)
    setting('webhooks.allow', ['127.0.0.1'])
    await hurry()
    await eventually(isEnded)
    assert.lengthOf(receiver.received, 1)
  })

  test('forget texts with what they are about, and all after 30 days', async ({
    client,
    assert,
  }) => {
    await makeWebhook(receiver.url())
    receiver.answer = ({ body }, response) => response.writeHead(200).end(body)
    const [author] = await people('member')
    const one = await PostFactory.merge({ userId: author.id, title: 'canary' }).create()
    await deliverAll()
    const kept = async () => JSON.stringify([await db.from('webhook_events'), await deliveries()])
    assert.include(await kept(), 'canary')
    await answers(client.delete(`/posts/${one.id}`).loginAs(author), 204)
    assert.notInclude(await kept(), 'canary')

    const writer = await UserFactory.merge({ displayName: 'Canary bird' }).create()
    await PostFactory.merge({ userId: writer.id }).create()
    await deliverAll()
    assert.include(await kept(), 'Canary bird')
    await answers(client.delete('/users/me').loginAs(writer).json({ password }), 204)
    await runJobs()
    assert.notInclude(await kept(), 'Canary bird')

    const total = (await db.from('webhook_events')).length
    await db.from('webhook_events').update({ created_at: new Date(Date.now() - 31 * 86_400_000) })
    assert.equal(await pruneWebhookEvents(), total)
    assert.isEmpty(await deliveries())
  })

  test('wait for the given pauses', ({ assert }) => {
    const pauses = Array.from({ length: 10 }, (_, tries) => pauseAfter(tries + 1))
    const [hour, minute] = [3600, 60]
    const hours = [2, 5, 10, 20, 34].map((count) => count * hour)
    assert.deepEqual(pauses, [5, 30, 5 * minute, 30 * minute, ...hours, null])
    const now = Date.parse('2026-11-29T12:00:00Z')
    assert.equal(readRetryAfter('120', now), 120)
    assert.equal(readRetryAfter('Sun, 29 Nov 2026 12:01:00 GMT', now), 60)
    assert.equal(readRetryAfter('soon', now), 0)
    assert.equal(pauseAfter(1, 10 ** 9), 86_400)
  })
})
