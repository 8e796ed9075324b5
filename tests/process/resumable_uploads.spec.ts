import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { resumableKey, storage } from '#media/storage'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { emptyStorage } from '#tests/support/media'
import { garbageTexts } from '#tests/support/garbage'
import { ServerProcess } from '#tests/support/server_process'
import { TusClient } from '#tests/support/tus'

const content = randomBytes(10_000)

test.group('An upload in parts, with several workers', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(emptyStorage)

  test('goes on at one worker when its connection to another {what}')
    .with([
      { what: 'hangs', end: () => {} },
      { what: 'ended with the worker', end: (worker: ServerProcess) => worker.signal('SIGKILL') },
    ])
    .run(async ({ assert, cleanup }, { end }) => {
      const [one, other] = await Promise.all([ServerProcess.start(''), ServerProcess.start('')])
      cleanup(async () => void (await Promise.all([one.stop(), other.stop()])))
      const token = await one.signIn(await UserFactory.create())
      const [first, second] = [one, other].map(
        ({ port }) => new TusClient(token, `http://127.0.0.1:${port}`)
      )

      const path = await first.begun(content.length)
      const hanging = first.stall(path, content.subarray(0, 4000), content.length)
      cleanup(() => void hanging.destroy())
      const id = Number(path.split('/').at(-1))
      const hasCome = async () => (await storage.size(resumableKey(id))) === 4000
      await eventually(hasCome, { what: 'the beginning of the part has come' })
      for (const text of garbageTexts) {
        await db.rawQuery(`select pg_notify('plaza_upload_locks', ?)`, [text])
      }
      end(one)
      await eventually(async () => (await second.offsetOf(path)) === 4000, { what: 'the cut' })
      const rest = await second.part(path, 4000, content.subarray(4000))
      assert.equal(rest.status, 204, JSON.stringify(rest.body))
      const { bytes } = (await second.ask('GET', `/media/${id}`)).body!
      assert.equal(bytes, content.length)
    })
})
