import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import type User from '#models/user'
import { pruneMedia } from '#jobs/prune_media'
import { resumableKey, storage } from '#media/storage'
import { tokenOf } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { runJobs } from '#tests/support/jobs'
import {
  bytesOf,
  download,
  emptyStorage,
  noise,
  stored,
  text,
  uploaded,
} from '#tests/support/media'
import { origin } from '#tests/support/server'
import { setting } from '#tests/support/settings'
import { act, people } from '#tests/support/staff'
import { checksum, TusClient, type TusAnswer } from '#tests/support/tus'
import { MAX_UPLOAD_BYTES } from '#domain/media'

const idIn = (path: string) => path.split('/').at(-1)!

const hasCome = (path: string, bytes: number) =>
  eventually(async () => (await storage.size(resumableKey(Number(idIn(path))))) === bytes, {
    what: 'the beginning of the part has come',
  })

function assertRefused(assert: Assert, answer: TusAnswer, status: number, code: string) {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  assert.equal(answer.body?.code, code)
  assert.equal(answer.headers.get('tus-resumable'), '1.0.0')
}

test.group('An upload in parts', (group) => {
  let user: User
  let mine: TusClient
  const content = randomBytes(10_000)

  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[user] = await people('member')
    mine = new TusClient(await tokenOf(user))
  })

  const assertKept = async (assert: Assert, client: any, path: string, whole = content) => {
    const shown = await bodyOf(client.get(`/media/${idIn(path)}`).loginAs(user))
    assert.equal(shown.bytes, whole.length)
    assert.deepEqual(bytesOf(await download(client, user, shown.url)), whole)
    assert.isEmpty(await db.from('resumable_uploads'))
    assert.lengthOf(await stored(), 1)
    return shown
  }

  test('becomes a file with the same id, by the client of tus’ authors', async ({
    client,
    assert,
  }) => {
    const picture = await noise(400, 300).jpeg().toBuffer()
    const metadata = { filename: '../Übersicht.jpg', filetype: 'text/html' }
    const path = await mine.upload(picture, { chunkSize: 10_000, metadata })
    const shown = await bodyOf(client.get(`/media/${idIn(path)}`).loginAs(user))
    assert.containSubset(shown, { kind: 'image', status: 'processing', name: 'Übersicht.jpg' })
    await runJobs()
    const ready = await bodyOf(client.get(`/media/${idIn(path)}`).loginAs(user))
    assert.containSubset(ready, { status: 'ready', width: 400, height: 300 })
    assert.equal(await mine.offsetOf(path), picture.length)
  })

  test('goes on where a cut has left it', async ({ client, assert }) => {
    const path = await mine.begun(content.length)
    const socket = mine.stall(path, content.subarray(0, 6000), content.length)
    await hasCome(path, 6000)
    socket.destroy()
    await eventually(async () => (await mine.offsetOf(path)) === 6000, { what: 'the cut' })
    assert.equal((await client.get(`/media/${idIn(path)}`).loginAs(user)).status(), 404)
    await mine.upload(content, { uploadUrl: origin + path })
    await assertKept(assert, client, path)
  })

  test('ends a request that still waits for its part', async ({ client, assert }) => {
    const path = await mine.begun(content.length)
    const waiting = mine.stall(path, content.subarray(0, 100), content.length)
    const told = new Promise<string>((resolve) => {
      waiting.once('data', (data) => resolve(data.toString()))
    })
    await hasCome(path, 100)
    assert.equal(await mine.offsetOf(path), 100)
    assert.match(await told, /^HTTP\/1\.1 204 .*upload-offset: 100\r\n/is)
    waiting.destroy()
    assert.equal((await mine.part(path, 100, content.subarray(100))).status, 204)
    await assertKept(assert, client, path)
  })

  test('takes a first part with its beginning, and checks the digests of parts', async ({
    client,
    assert,
  }) => {
    const first = content.subarray(0, 5000)
    const begun = await mine.ask('POST', '/media/uploads', {
      headers: {
        'Upload-Length': String(content.length),
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Checksum': checksum(first),
      },
      body: first,
    })
    assert.equal(begun.status, 201)
    assert.equal(begun.headers.get('upload-offset'), '5000')
    assert.isAbove(Date.parse(begun.headers.get('upload-expires')!), Date.now() + 23 * 3_600_000)
    const path = new URL(begun.headers.get('location')!, origin).pathname
    const rest = content.subarray(5000)
    const wrong = await mine.part(path, 5000, rest, { 'Upload-Checksum': checksum(first) })
    assertRefused(assert, wrong, 460, 'checksum_mismatch')
    assert.equal(await mine.offsetOf(path), 5000)
    for (const header of ['crc32 AAAA', 'sha1', 'sha1 §', checksum(rest, 'md5')]) {
      const refused = await mine.part(path, 5000, rest, {
        'Upload-Checksum': Buffer.from(header).toString('latin1'),
      })
      assertRefused(assert, refused, 400, 'bad_request')
    }
    const right = { 'Upload-Checksum': checksum(rest, 'sha256') }
    assert.equal((await mine.part(path, 5000, rest, right)).status, 204)
    await assertKept(assert, client, path)
  })

  test('wants its last byte again until the storage has kept the file', async ({
    client,
    assert,
    cleanup,
  }) => {
    const path = await mine.begun(content.length)
    const folder = join(config.get<string>('media.folder'), 'files')
    await rm(folder, { recursive: true, force: true })
    await writeFile(folder, '')
    cleanup(() => rm(folder, { recursive: true, force: true }))
    assertRefused(assert, await mine.part(path, 0, content), 503, 'unavailable')
    assert.equal(await mine.offsetOf(path), content.length - 1)
    await rm(folder)
    await mine.upload(content, { uploadUrl: origin + path })
    await assertKept(assert, client, path)
  })

  test('begins again if its bytes are lost', async ({ client, assert }) => {
    const path = await mine.begun(content.length)
    await mine.part(path, 0, content.subarray(0, 5000))
    await emptyStorage()
    assert.equal(await mine.offsetOf(path), 0)
    await mine.upload(content, { uploadUrl: origin + path })
    await assertKept(assert, client, path)
  })

  test('takes one part at a time', async ({ client, assert }) => {
    const path = await mine.begun(content.length)
    const parts = Array.from({ length: 5 }, () => mine.part(path, 0, content))
    const statuses = (await Promise.all(parts)).map(({ status }) => status)
    assert.sameMembers(statuses, [204, 409, 409, 409, 409])
    await assertKept(assert, client, path)
  })

  test('refuses a part that does not go on where it is, or is too long', async ({ assert }) => {
    const path = await mine.begun(content.length)
    assertRefused(assert, await mine.part(path, 5, content.subarray(5)), 409, 'conflict')
    const long = await mine.part(path, 0, randomBytes(content.length + 1))
    assertRefused(assert, long, 413, 'payload_too_large')
    const type = await mine.part(path, 0, content, { 'Content-Type': 'image/jpeg' })
    assertRefused(assert, type, 415, 'unsupported_media_type')
    const where = await mine.part(path, 0, content, { 'Upload-Offset': '-1' })
    assertRefused(assert, where, 400, 'bad_request')
    assert.equal(await mine.offsetOf(path), 0)
  })

  test('refuses a request of another version, and one without the length of the file', async ({
    assert,
  }) => {
    const old = await mine.begin(10, { 'Tus-Resumable': '0.2.2' })
    assertRefused(assert, old, 412, 'precondition_failed')
    assert.equal(old.headers.get('tus-version'), '1.0.0')
    for (const length of ['', '0', '-1', '1e3', '12.5', '1'.repeat(20)]) {
      assertRefused(assert, await mine.begin(length), 400, 'bad_request')
    }
    for (const metadata of ['filename ?', 'a b c', `filename ${'A'.repeat(2000)}`]) {
      const refused = await mine.begin(10, { 'Upload-Metadata': metadata })
      assertRefused(assert, refused, 400, 'bad_request')
    }
    assert.isEmpty(await db.from('media'))
  })

  test('counts for the quota and the uploads of an hour from its beginning', async ({
    assert,
    cleanup,
  }) => {
    cleanup(setting('media.quota', 15_000))
    cleanup(setting('limits.upload', { requests: 4, seconds: 3600 }))
    assertRefused(assert, await mine.begin(MAX_UPLOAD_BYTES + 1), 413, 'payload_too_large')
    const path = await mine.begun(10_000)
    assertRefused(assert, await mine.begin(10_000), 413, 'quota_exceeded')
    assert.equal((await mine.ask('DELETE', path)).status, 204)
    assert.equal((await mine.begin(10_000)).status, 201)
    assertRefused(assert, await mine.begin(10), 429, 'rate_limited')
  })

  test('is its user’s alone, and ends when the user gives it up', async ({ assert }) => {
    const [other] = await people('admin')
    const theirs = new TusClient(await tokenOf(other))
    const path = await mine.begun(content.length)
    await mine.part(path, 0, content.subarray(0, 5000))
    assert.equal((await theirs.ask('HEAD', path)).status, 404)
    assertRefused(assert, await theirs.part(path, 5000, content), 404, 'not_found')
    assertRefused(assert, await theirs.ask('DELETE', path), 404, 'not_found')
    assert.equal((await mine.ask('DELETE', path)).status, 204)
    assert.equal((await mine.ask('HEAD', path)).status, 404)
    assert.isEmpty(await stored())
    assert.isEmpty(await db.from('media'))
  })

  test('can’t be given up once it is a file', async ({ client, assert }) => {
    const path = await mine.upload(content)
    assertRefused(assert, await mine.ask('DELETE', path), 404, 'not_found')
    await assertKept(assert, client, path)
  })

  test('ends after a day, and not before', async ({ assert }) => {
    const path = await mine.begun(content.length)
    await mine.part(path, 0, content.subarray(0, 5000))
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
    await db.from('media').update({ created_at: hoursAgo(23) })
    await pruneMedia()
    assert.equal(await mine.offsetOf(path), 5000)
    await db.from('media').update({ created_at: hoursAgo(25) })
    await db.from('resumable_uploads').update({ expires_at: hoursAgo(1) })
    assert.include([404, 410], (await mine.ask('HEAD', path)).status)
    await pruneMedia()
    assert.isEmpty(await db.from('media'))
  })

  test('of a barred content is refused, and leaves nothing', async ({ client, assert }) => {
    const [other, admin] = await people('member', 'admin')
    const first = await uploaded(client, other, content)
    await answers(act(client, admin, 'media.bar', { on: first }), 201)
    const path = await mine.begun(content.length)
    assertRefused(assert, await mine.part(path, 0, content), 422, 'media_barred')
    assert.equal((await mine.ask('HEAD', path)).status, 404)
    assert.lengthOf(await db.from('media'), 1)
    assert.lengthOf(await stored(), 1)
  })

  test('tells what it can do, to scripts of other origins too', async ({ assert }) => {
    const asked = await fetch(`${origin}/media/uploads`, { method: 'OPTIONS' })
    assert.equal(asked.status, 204)
    assert.equal(asked.headers.get('tus-version'), '1.0.0')
    assert.equal(asked.headers.get('tus-max-size'), String(MAX_UPLOAD_BYTES))
    assert.include(asked.headers.get('tus-extension'), 'checksum')
    const headers = {
      'Origin': 'https://magazine.example',
      'Access-Control-Request-Method': 'PATCH',
      'Access-Control-Request-Headers': 'upload-offset',
    }
    const preflight = await fetch(`${origin}/media/uploads/1`, { method: 'OPTIONS', headers })
    assert.equal(preflight.status, 204)
    assert.include(preflight.headers.get('access-control-allow-headers'), 'Upload-Offset')
    const path = await mine.begun(10)
    const shown = await mine.ask('HEAD', path, { headers: { Origin: 'https://magazine.example' } })
    assert.include(shown.headers.get('access-control-expose-headers'), 'Upload-Offset')
    const other = await fetch(`${origin}/posts`, { headers: { Origin: 'https://a.example' } })
    assert.notInclude(other.headers.get('access-control-expose-headers'), 'Upload-Offset')
  })

  test('keeps no body that a refusal has left unread from the next request', async ({ assert }) => {
    const path = await mine.begun(content.length)
    for (let time = 0; time < 3; time++) {
      assertRefused(assert, await mine.part(path, 7, text('x'.repeat(9000))), 409, 'conflict')
    }
    assert.equal((await mine.part(path, 0, content)).status, 204)
  })
})
