import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { findFreePort } from '../../bin/services/processes.js'
import { PostFactory } from '#database/factories/post_factory'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { Receiver } from '#tests/support/receivers'
import { setting } from '#tests/support/settings'
import { deliveries, hurry, makeWebhook, startDeliverer } from '#tests/support/webhooks'

test.group('Webhooks of real processes', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('webhooks.allow', ['127.0.0.1']))
  group.each.teardown(emptyDatabase)

  test('outlive the process of jobs: killed while it sends, it loses none, and repeats by the same id', async ({
    assert,
    cleanup,
  }) => {
    const receiver = await Receiver.start()
    cleanup(() => receiver.stop())
    const cluster = await ClusterProcess.start({
      NODE_ENV: 'development',
      WEBHOOK_ALLOW: '127.0.0.1',
    })
    cleanup(() => cluster.kill())
    await cluster.says('queue: this process runs jobs')
    // The messages are here, and no answer ever leaves.
    let isKilled = false
    receiver.answer = (_, response) => {
      if (isKilled) response.writeHead(204).end()
      else if (receiver.received.length >= 5) {
        isKilled = true
        process.kill(cluster.jobs!, 'SIGKILL')
      }
    }
    await makeWebhook(receiver.url(), ['post.published'])
    await PostFactory.createMany(20)
    await eventually(() => isKilled)
    // Their leases would end in half a minute.
    await hurry()
    await eventually(async () => (await deliveries()).every(({ state }) => state === 'delivered'), {
      within: 120_000,
    })
    assert.isTrue(isKilled)
    const all = await deliveries()
    assert.lengthOf(all, 20)
    const seen = new Set(receiver.received.map(({ headers }) => headers['webhook-id']))
    assert.sameMembers(
      [...seen],
      all.map(({ event_id: id }) => id)
    )
    assert.isAbove(receiver.received.length, 20)
  })

  test('are taken by the receiver of the documentation, as printed', async ({
    assert,
    cleanup,
  }) => {
    const page = await readFile(app.makePath('docs/webhooks.md'), 'utf8')
    const [, source] = /```js receiver\.mjs\n(.*?)```/s.exec(page)!
    const folder = await mkdtemp(join(tmpdir(), 'plaza-receiver-'))
    cleanup(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'receiver.mjs'), source)
    const port = await findFreePort()
    const { secret } = await makeWebhook(`http://127.0.0.1:${port}/`, ['post.published'])
    const env = { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) }
    const child = spawn(process.execPath, ['receiver.mjs'], { cwd: folder, env })
    cleanup(() => void child.kill('SIGKILL'))
    let printed = ''
    child.stdout.on('data', (chunk) => (printed += chunk))
    const isUp = () =>
      fetch(`http://127.0.0.1:${port}/`, { method: 'POST' }).then(Boolean, () => false)
    await eventually(isUp)
    const forged = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' })
    assert.equal(forged.status, 401)

    const deliverer = await startDeliverer()
    cleanup(() => deliverer.stop())
    await PostFactory.create()
    await eventually(async () => {
      const [one] = await db.from('webhook_deliveries')
      return one?.status === 204
    })
    const [{ event_id: id }] = await deliveries()
    await eventually(() => printed === `${id} post.published\n`)
  })
})
