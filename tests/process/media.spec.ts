import { createHash } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import UploadMedia from '#actions/media/upload_media'
import type User from '#models/user'
import { keyOf, storage } from '#media/storage'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { noise } from '#tests/support/media'
import { people } from '#tests/support/staff'

const PICTURES = 3

/** Takes a file as the API does. */
const take = ({ id: userId }: User, content: Buffer) =>
  new UploadMedia().handle({
    userId,
    length: content.length,
    receive: async (key) => {
      await storage.put(key, content)
      const sha256 = createHash('sha256').update(content).digest('hex')
      return { bytes: content.length, sha256, head: content.subarray(0, 4100), name: null }
    },
  })

test.group('The process of jobs', (group) => {
  group.each.setup(emptyDatabase)

  test('makes the copies of all pictures, even if it is killed', async ({ assert, cleanup }) => {
    const [user] = await people('member')
    for (let index = 0; index < PICTURES; index++) {
      await take(
        user,
        await noise(2400 + index, 1600)
          .jpeg()
          .toBuffer()
      )
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
    assert.lengthOf(await files(), PICTURES)
    const originals = () => db.from('media_variants').where('purpose', 'original')
    await eventually(async () => (await originals()).length === 0, { what: 'no upload is left' })
    const rows = await db.from('media_variants')
    // A master, four copies and three crops of each.
    assert.lengthOf(rows, PICTURES * 8)
    for (const { name } of rows) assert.isTrue(await storage.exists(keyOf(name)), name)
  })
})
