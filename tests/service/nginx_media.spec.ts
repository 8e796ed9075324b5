import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { basename, join } from 'node:path'
import app from '@adonisjs/core/services/app'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { MediaWithdrawer } from '#jobs/media/withdrawer'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { runJobs } from '#tests/support/jobs'
import {
  emptyStorage,
  pathOf,
  plainPicture,
  publish,
  uploaded,
  type ShownMedia,
} from '#tests/support/media'
import { hasNginx, OwnNginx, problemOf } from '#tests/support/own_nginx'
import { listener } from '#tests/support/server'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'
import { TusClient } from '#tests/support/tus'
import { send } from '#tests/support/wire'
import { MAX_UPLOAD_BYTES } from '#domain/media'

const content = randomBytes(3000)

/** Headers that the app and Nginx send alike. */
const alike = [
  ...['cache-control', 'content-type', 'content-length', 'content-disposition'],
  ...['content-security-policy', 'cross-origin-resource-policy', 'x-content-type-options'],
  ...['accept-ranges', 'x-frame-options'],
]

test.group('A file behind Nginx', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))
  let nginx: OwnNginx
  let author: User

  group.setup(async () => {
    if (!hasNginx) return
    const folder = config.get<string>('media.folder')
    // Under root, the workers of Nginx run as another user, who must pass through.
    await chmod(folder, 0o711)
    nginx = await OwnNginx.start('plain', listener, { PLAZA_MEDIA: join(folder, 'public') })
  })
  group.teardown(async () => {
    await nginx?.stop()
  })
  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[author] = await people('author')
  })

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(nginx.url + path, { headers })

  /** A file that Nginx serves. */
  async function shown(client: ApiClient): Promise<{ file: ShownMedia; path: string; id: number }> {
    const file = await uploaded(client, author, content, { name: 'notes.bin' })
    const { id } = await publish(client, author, file)
    const path = pathOf(file.url)
    await answers(client.get(path), 200)
    return { file, path, id }
  }

  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

  test('is served by Nginx alone, with the headers of the app', async ({ client, assert }) => {
    const { path } = await shown(client)
    const direct = await client.get(path)
    const response = await get(path)
    assert.equal(response.status, 200)
    for (const name of alike) {
      const expected = name === 'x-frame-options' ? 'DENY' : direct.header(name)
      assert.equal(response.headers.get(name), expected, name)
    }
    assert.deepEqual(await bytesOf(response), content)
    const line = await nginx.logged(({ path: asked }) => asked === path)
    assert.equal(line.upstream, '')
  })

  test('is a copy in each format with its type', async ({ client, assert, cleanup }) => {
    cleanup(setting('media.formats', ['webp', 'avif']))
    const picture = await plainPicture(700, 400).jpeg().toBuffer()
    const { id } = await uploaded(client, author, picture)
    await runJobs()
    const file: ShownMedia = await bodyOf(client.get(`/media/${id}`).loginAs(author))
    await publish(client, author, file)
    const [webp, avif] = file.variants
    for (const [{ url: address }, type] of [
      [webp, 'image/webp'],
      [avif, 'image/avif'],
    ] as const) {
      const path = pathOf(address)
      const direct = await answers(client.get(path), 200)
      const response = await get(path)
      for (const name of ['content-type', 'content-disposition', 'content-length']) {
        assert.equal(response.headers.get(name), direct.header(name), name)
      }
      assert.equal(response.headers.get('content-type'), type)
      assert.equal(response.headers.get('content-disposition'), 'inline')
      await response.arrayBuffer()
      const line = await nginx.logged(({ path: asked }) => asked === path)
      assert.equal(line.upstream, '')
    }
  })

  test('is sent in parts, and with its entity tag not again', async ({ client, assert }) => {
    const { path } = await shown(client)
    const etag = (await get(path)).headers.get('etag')!
    const part = await get(path, { Range: 'bytes=10-19' })
    assert.equal(part.status, 206)
    assert.equal(part.headers.get('content-range'), `bytes 10-19/${content.length}`)
    assert.deepEqual(await bytesOf(part), content.subarray(10, 20))
    assert.equal((await get(path, { 'If-None-Match': etag })).status, 304)
    const range = 'bytes=0-0'
    assert.equal((await get(path, { 'Range': range, 'If-Range': etag })).status, 206)
    assert.equal((await get(path, { 'Range': range, 'If-Range': '"x"' })).status, 200)
    for (const wrong of ['bytes=0-1,5-6', 'lines=1-2']) {
      const whole = await get(path, { Range: wrong })
      assert.equal(whole.status, 200, wrong)
      assert.isNull(whole.headers.get('content-range'), wrong)
      assert.deepEqual(await bytesOf(whole), content)
    }
    const beyond = await get(path, { Range: 'bytes=9000-' })
    await beyond.text()
    assert.equal(beyond.status, 416)
    assert.equal(beyond.headers.get('content-range'), `bytes */${content.length}`)
    const head = await fetch(nginx.url + path, { method: 'HEAD' })
    assert.equal(head.headers.get('content-length'), String(content.length))
    assert.equal((await fetch(nginx.url + path, { method: 'POST' })).status, 405)
  })

  test('comes in parts as large as a file may be', async ({ assert }) => {
    const large = randomBytes(MAX_UPLOAD_BYTES)
    const tus = new TusClient(await tokenOf(author), nginx.url)
    const path = await tus.upload(large)
    const { body } = await tus.ask('GET', path.replace('/uploads', ''))
    assert.equal(body!.bytes, large.length)
    const smaller = await tus.upload(large.subarray(0, 3_000_000), { chunkSize: 1_000_000 })
    assert.equal(await tus.offsetOf(smaller), 3_000_000)
  })

  test('is 404 before its first use, and soon after the last one', async ({ client, assert }) => {
    const logger = await app.container.make('logger')
    const withdrawer = new MediaWithdrawer({ logger, isPaused: async () => false })
    withdrawer.start()
    try {
      const file = await uploaded(client, author, content)
      const path = pathOf(file.url)
      const { says, ought } = await problemOf(await get(path), 'not_found')
      assert.containSubset(says, ought)
      const { id } = await publish(client, author, file)
      for (let time = 0; time < 2; time++) assert.equal((await get(path)).status, 200)
      const isGone = async () => (await get(path)).status === 404
      for (const published of [false, true, false]) {
        const change = client.patch(`/posts/${id}`).loginAs(author).json({ published })
        await answers(change, 200)
        if (published) assert.equal((await get(path)).status, 200)
        else await eventually(isGone, { what: 'Nginx serves it no more' })
      }
      await answers(client.patch(`/posts/${id}`).loginAs(author).json({ published: true }), 200)
      assert.equal((await get(path)).status, 200)
      await answers(client.delete(`/media/${file.id}?force=true`).loginAs(author), 204)
      await eventually(isGone, { what: 'Nginx serves the deleted file no more' })
    } finally {
      await withdrawer.stop()
    }
  })

  test('is shown to its owner by the app, while no reader sees it', async ({ client, assert }) => {
    const { url } = await uploaded(client, author, content)
    const Authorization = `Bearer ${await tokenOf(author)}`
    const response = await get(pathOf(url), { Authorization })
    assert.equal(response.status, 200)
    assert.include(response.headers.get('cache-control'), 'private')
    assert.deepEqual(await bytesOf(response), content)
  })

  test('can be reached by no other path', async ({ client, assert }) => {
    const { url } = await uploaded(client, author, randomBytes(3000))
    const { file } = await shown(client)
    await db.from('posts').delete()
    const [name, other] = [basename(url!), basename(file.url!)]
    const key = `files/${name.slice(0, 2)}/${name}`
    const port = Number(new URL(nginx.url).port)
    for (const path of [
      ...[`/public/media/files/${other}`, `/media/public/media/files/${other}`, `/${key}`],
      ...[`/media/files/../../${key}`, `/media/files/..%2f..%2f..%2f${key}`],
      ...[`/media/files/%2e%2e/%2e%2e/%2e%2e/${key}`, `/media/files//${other}/../../../../${key}`],
      ...['/media/files/', '/media/files/.', '/media/files/..', `/media/files/${name}`],
    ]) {
      const { status } = await send(path, { port })
      assert.include([400, 404, 422], status, path)
    }
  })

  test('is what the app serves, if Nginx can not read its folder', async ({ client, assert }) => {
    const { path } = await shown(client)
    const folder = join(config.get<string>('media.folder'), 'public')
    await chmod(folder, 0o700)
    const response = await get(path)
    assert.equal(response.status, 200)
    assert.deepEqual(await bytesOf(response), content)
    await chmod(folder, 0o711)
  })
})
