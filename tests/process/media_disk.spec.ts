import { randomBytes } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { noise, pathOf } from '#tests/support/media'
import { MediaServer } from '#tests/support/media_server'
import { mayMount, mountSmallDisk } from '#tests/support/small_disk'

test.group('Files on a full disk', (group) => {
  let plaza: MediaServer
  let disk: ReturnType<typeof mountSmallDisk>

  if (mayMount()) {
    group.each.setup(async () => {
      await emptyDatabase()
      plaza = await MediaServer.make()
      disk = mountSmallDisk(plaza.folder, '3m')
      return async () => {
        await plaza.stop()
        disk.unmount()
        await plaza.end()
      }
    })
  } else group.tap((one) => one.skip(true, 'this user may not mount a file system'))

  /** The names of all files and their bytes, beside unfinished ones. */
  async function kept(): Promise<Map<string, number>> {
    const folder = join(plaza.folder, 'files')
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    const sizes = files.map(async ({ parentPath, name }) => {
      const { size } = await stat(join(parentPath, name))
      return [name, size] as const
    })
    return new Map(await Promise.all(sizes))
  }

  const rows = async () => {
    const variants = await db.from('media_variants').select('name', 'bytes')
    return new Map(variants.map(({ name, bytes }) => [name, Number(bytes)]))
  }

  test('are there if their upload was accepted, and nothing is left of the others', async ({
    assert,
  }) => {
    await plaza.start()
    const contents = Array.from({ length: 6 }, () => randomBytes(900_000))
    const answers = await Promise.all(contents.map((content) => plaza.send(content)))
    const statuses = answers.map(({ status }) => status)
    assert.include(statuses, 503)
    assert.includeMembers([201, 503], statuses)
    assert.isEmpty(await plaza.incoming())
    assert.lengthOf(await db.from('media'), statuses.filter((status) => status === 201).length)
    assert.deepEqual(await kept(), await rows())

    disk.grow('20m')
    for (const [index, content] of contents.entries()) {
      const file =
        statuses[index] === 201 ? await answers[index].json() : await plaza.upload(content)
      const bytes = await plaza.ask(pathOf((file as { url: string }).url))
      assert.isTrue(Buffer.from(await bytes.arrayBuffer()).equals(content))
    }
    assert.lengthOf(await db.from('media'), contents.length)
    assert.lengthOf([...(await kept())], contents.length)
  })

  test('go on in parts when it has room', async ({ assert }) => {
    await plaza.start()
    const content = randomBytes(2_000_000)
    const path = await plaza.tus.begun(content.length)
    assert.equal((await plaza.tus.part(path, 0, content.subarray(0, 900_000))).status, 204)
    disk.fill()
    const refused = await plaza.tus.part(path, 900_000, content.subarray(900_000))
    assert.equal(refused.status, 503)
    assert.equal(refused.body!.code, 'unavailable')
    const offset = (await plaza.tus.offsetOf(path))!
    assert.isAtLeast(offset, 900_000)
    assert.isEmpty(await db.from('media_files'))

    disk.free()
    disk.grow('20m')
    const more = await plaza.tus.part(path, offset, content.subarray(offset))
    assert.deepEqual([more.status, more.body], [204, null], `at ${offset}`)
    const [file] = await plaza.files()
    const bytes = await plaza.ask(pathOf(file.url))
    assert.isTrue(Buffer.from(await bytes.arrayBuffer()).equals(content))
    assert.isEmpty(await plaza.incoming())
    assert.deepEqual(await kept(), await rows())
  })

  test('are encoded when it has room, and leave no part of a copy before', async ({ assert }) => {
    await plaza.start({ JOBS: 'off' })
    const file = await plaza.upload(await noise(1500, 1000).jpeg({ quality: 95 }).toBuffer())
    const uploads = await rows()
    await plaza.stop()
    disk.fill()
    await plaza.start()
    const job = () => db.from('jobs.job').where('name', 'media').first()
    await eventually(async () => (await job()).state === 'retry', { what: 'the job failed once' })
    assert.equal((await plaza.shown(file)).status, 'processing')
    assert.isEmpty(await plaza.incoming())
    assert.deepEqual(await rows(), uploads)
    assert.equal((await plaza.ask(pathOf(file.url))).status, 200)

    await plaza.stop()
    disk.free()
    disk.grow('20m')
    await db.from('jobs.job').where('name', 'media').update({ start_after: new Date() })
    await plaza.start()
    await plaza.untilReady(file)
    await eventually(async () => (await rows()).size === 7, { what: 'the upload is deleted' })
    assert.deepEqual(await kept(), await rows())
    assert.isEmpty(await plaza.incoming())
    assert.equal((await db.from('media_files').firstOrFail()).attempts, 1)
  })
})
