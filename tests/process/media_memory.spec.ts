import { readFileSync, writeFileSync } from 'node:fs'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type User from '#models/user'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { animation, emptyStorage, plainPicture } from '#tests/support/media'
import { people } from '#tests/support/staff'
import { takeFile } from '#tests/support/taken_file'

/** Together 50 megapixels. */
const [WIDTH, HEIGHT] = [8660, 5770]

/** The process of jobs takes some 120 MB without pictures, and 300 MB are its limit. */
const MAX_GROWTH_MB = 150

const statusOf = (pid: number) => readFileSync(`/proc/${pid}/status`, 'utf8')

const megabytes = (pid: number, which: 'VmRSS' | 'VmHWM') =>
  Number(new RegExp(`${which}:\\s+(\\d+)`).exec(statusOf(pid))![1]) / 1024

const picture = () => plainPicture(WIDTH, HEIGHT)

test.group('The memory of the process of jobs', (group) => {
  let user: User
  let cluster: ClusterProcess

  group.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[user] = await people('member')
    cluster = await ClusterProcess.start({ NODE_ENV: 'development' })
    await cluster.says('queue: this process runs jobs')
    // The library of pictures is loaded with the first one.
    await ready(await plainPicture(50, 50).png().toBuffer())
    return async () => {
      await cluster.kill()
      await emptyDatabase()
    }
  })

  async function ready(content: Buffer) {
    await takeFile(user, content)
    const waiting = () => db.from('media_files').where('status', 'processing')
    const isReady = async () => (await waiting()).length === 0
    await eventually(isReady, { within: 120_000, what: 'the picture is ready' })
  }

  test('is bounded for {kind}')
    .with([
      { kind: 'a JPEG of 50 megapixels', make: () => picture().jpeg().toBuffer() },
      {
        kind: 'one in CMYK',
        make: () => picture().toColourspace('cmyk').jpeg().toBuffer(),
      },
      {
        kind: 'a transparent PNG of 50 megapixels',
        make: () => picture().ensureAlpha(0.5).png({ compressionLevel: 1 }).toBuffer(),
      },
      {
        kind: 'one with 16 bits',
        make: () => picture().toColourspace('rgb16').png({ compressionLevel: 1 }).toBuffer(),
      },
      { kind: 'a GIF of 200 frames', make: () => animation(200, 500) },
    ])
    .run(async ({ assert }, { make }) => {
      const content = await make()
      const jobs = cluster.jobs!
      writeFileSync(`/proc/${jobs}/clear_refs`, '5')
      const before = megabytes(jobs, 'VmRSS')
      await ready(content)
      assert.equal(cluster.jobs, jobs)
      assert.isBelow(megabytes(jobs, 'VmHWM') - before, MAX_GROWTH_MB)
      assert.isEmpty(await db.from('media_files').where('status', 'failed'))
    })
    .timeout(240_000)
})
