import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import SecurityEvent from '#models/security_event'
import { mailQueue } from '#queue/queues'
import { source } from '#tests/support/accounts'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { MailServer } from '#tests/support/mail_server'

test.group('The process of jobs', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('that is killed between sending and noting sends a mail once more, and once alone', async ({
    assert,
    cleanup,
  }) => {
    const server = await MailServer.start()
    cleanup(() => server.stop())
    const cluster = await ClusterProcess.start({
      NODE_ENV: 'development',
      MAIL_URL: server.url(),
      MAIL_FROM: 'Plaza <no-reply@plaza.test>',
    })
    cleanup(() => cluster.kill())
    await cluster.says('queue: this process runs jobs')
    // The mail is here, and its acknowledgement never leaves.
    server.onKept = async () => {
      if (server.received.length > 1) return
      process.kill(cluster.jobs!, 'SIGKILL')
      await new Promise(() => {})
    }

    const { id: userId, email } = await UserFactory.create()
    const log = { userId, source }
    const client = db.connection()
    const { id } = await SecurityEvent.record('password_changed', log, client)
    const job = await mailQueue.send({ kind: 'password_changed', id }, { client })

    await eventually(async () => (await row('jobs.job', { id: job })).state === 'completed')
    assert.deepEqual(
      server.received.map(({ recipient, messageId }) => [recipient, messageId]),
      [0, 1].map(() => [email, `<${job}@plaza.test>`])
    )
    const { text } = await fetch(cluster.url('/metrics')).then(async (one) => ({
      text: await one.text(),
    }))
    assert.match(text, /plaza_mail_messages_total\{kind="password_changed",outcome="sent"\} 1/)
  })
})
