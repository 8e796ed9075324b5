import db from '@adonisjs/lucid/services/db'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import { storage } from '#media/storage'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { emptyStorage, noise, stored } from '#tests/support/media'
import { people } from '#tests/support/staff'
import { takeFile } from '#tests/support/taken_file'

const PICTURES = 3

const photo = (index: number) =>
  noise(2400 + index, 1600)
    .jpeg()
    .toBuffer()

/** Every picture is ready, and the storage has its master, four copies and three crops, and nothing else. */
async function assertComplete(assert: Assert) {
  const states = (await db.from('media_files')).map(({ status }) => status)
  assert.deepEqual(
    states,
    states.map(() => 'ready')
  )
  assert.lengthOf(states, PICTURES)
  const originals = () => db.from('media_variants').where('purpose', 'original')
  await eventually(async () => (await originals()).length === 0, { what: 'no upload is left' })
  const names = (await db.from('media_variants').orderBy('name')).map(({ name }) => name)
  assert.lengthOf(names, PICTURES * 8)
  // The draft of a file that a killed process was writing is deleted an hour later.
  assert.sameMembers(await Array.fromAsync(storage.fileNames()), names)
}

test.group('The process of jobs', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(emptyStorage)

  test('makes the copies of all pictures, even if it is killed', async ({ assert, cleanup }) => {
    const [user] = await people('member')
    for (let index = 0; index < PICTURES; index++) {
      await takeFile(user, await photo(index))
    }
    const first = await ClusterProcess.start({ NODE_ENV: 'development' })
    cleanup(() => first.kill())
    const files = () => db.from('media_files').orderBy('id')
    const isAtWork = async () => (await files()).some(({ attempts }) => attempts > 0)
    await eventually(isAtWork, { what: 'a picture is begun' })
    first.signal('SIGKILL')

    const second = await ClusterProcess.start({ NODE_ENV: 'development' })
    cleanup(() => second.kill())
    const areReady = async () => (await files()).every(({ status }) => status === 'ready')
    await eventually(areReady, { what: 'all pictures are ready' })
    await assertComplete(assert)
  })

  test('loses and doubles no picture when kill -9 ends it in the middle of several', async ({
    assert,
    cleanup,
  }) => {
    const [user] = await people('member')
    const cluster = await ClusterProcess.start({ NODE_ENV: 'development' })
    cleanup(() => cluster.kill())
    for (let index = 0; index < PICTURES; index++) await takeFile(user, await photo(index))
    const waiting = () => db.from('media_files').where('status', 'processing')
    for (let kills = 1; kills <= 2; kills++) {
      // A picture is begun, and has some of its copies.
      const files = (await stored()).length
      const isInTheMiddle = async () => {
        if ((await waiting()).length === 0) throw new Error('all were ready too soon')
        return cluster.jobs !== undefined && (await stored()).length >= files + 2
      }
      await eventually(isInTheMiddle, { what: 'a picture has some copies' })
      process.kill(cluster.jobs!, 'SIGKILL')
      await cluster.says('queue: this process runs jobs', kills + 1)
    }
    await eventually(async () => (await waiting()).length === 0, { what: 'all are ready' })
    await assertComplete(assert)
  })
})
