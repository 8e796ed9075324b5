import { createHash, randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type User from '#models/user'
import { pruneMedia } from '#jobs/prune_media'
import { tokenOf } from '#tests/support/accounts'
import { answers, bodyOf, tagOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { runJobs } from '#tests/support/jobs'
import {
  bytesOf,
  download,
  emptyStorage,
  pathOf,
  stored,
  text,
  upload,
  uploaded,
} from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { act, people } from '#tests/support/staff'
import { MAX_UPLOAD_BYTES } from '#domain/media'

const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
const html = '<!doctype html><script>alert(1)</script>'
const pdf = text('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n')

test.group('POST /media', (group) => {
  let user: User
  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[user] = await people('member')
  })

  test('keeps a file as it is, and shows it', async ({ client, assert }) => {
    const response = await answers(
      upload(client, user, pdf, { name: '../../etc/Übersicht\u202E.pdf', type: 'text/html' }),
      201
    )
    const { id, url, ...shown } = response.body()
    assert.equal(response.header('location'), `/media/${id}`)
    assert.containSubset(shown, {
      kind: 'document',
      status: 'ready',
      name: 'Übersicht.pdf',
      content_type: 'application/pdf',
      bytes: pdf.length,
      sha256: createHash('sha256').update(pdf).digest('hex'),
      user_id: user.id,
      variants: [],
      focal_point: { x: 0.5, y: 0.5 },
    })
    assert.match(pathOf(url), /^\/media\/files\/[\w-]{32}\.pdf$/)
    assert.notInclude(url, shown.sha256.slice(0, 8))
    assert.deepEqual(await bodyOf(client.get(`/media/${id}`).loginAs(user)), response.body())
    const file = await answers(download(client, user, url), 200)
    assert.deepEqual(bytesOf(file), pdf)
  })

  test('finds the type of {kind} in the bytes, whatever name and type the client sends')
    .with([
      { kind: 'an SVG', content: svg, type: 'application/xml', sent: 'image/svg+xml' },
      { kind: 'a page', content: html, type: 'application/octet-stream', sent: 'image/png' },
      { kind: 'a text', content: 'Notes', type: 'application/octet-stream', sent: 'text/html' },
    ])
    .run(async ({ client, assert }, { content, type, sent }) => {
      const made = await uploaded(client, user, text(content), { name: 'x.svg', type: sent })
      assert.equal(made.kind, 'document')
      const file = await answers(download(client, user, made.url), 200)
      assert.include([type, 'application/octet-stream'], file.header('content-type')!)
      assert.equal(file.header('content-disposition'), 'attachment')
      assert.equal(file.header('x-content-type-options'), 'nosniff')
      assert.include(file.header('content-security-policy'), `default-src 'none'`)
      assert.include(file.header('content-security-policy'), 'sandbox')
    })

  test('stores the same content once, until its last row is deleted', async ({
    client,
    assert,
  }) => {
    const [other] = await people('member')
    const [mine, second, theirs] = [
      await uploaded(client, user, pdf),
      await uploaded(client, user, pdf),
      await uploaded(client, other, pdf),
    ]
    assert.equal(mine.url, theirs.url)
    assert.notEqual(mine.id, second.id)
    assert.lengthOf(await stored(), 1)
    for (const { id } of [mine, second]) {
      await answers(client.delete(`/media/${id}`).loginAs(user), 204)
    }
    await pruneMedia()
    assertProblem(await download(client, user, mine.url), 404, 'not_found')
    await answers(download(client, other, theirs.url), 200)
    await answers(client.delete(`/media/${theirs.id}`).loginAs(other), 204)
    assertProblem(await download(client, other, theirs.url), 404, 'not_found')
    await pruneMedia()
    assert.isEmpty(await stored())
    assert.isEmpty(await db.from('media_files'))
  })

  test('writes the bytes again that the storage has lost', async ({ client, assert }) => {
    const first = await uploaded(client, user, pdf)
    await emptyStorage()
    const again = await uploaded(client, user, pdf)
    assert.deepEqual(bytesOf(await answers(download(client, user, again.url), 200)), pdf)
    assert.equal(again.url, first.url)
  })

  test('stores one content once for many at a time', async ({ client, assert }) => {
    const content = randomBytes(50_000)
    const all = await Promise.all(Array.from({ length: 8 }, () => uploaded(client, user, content)))
    assert.lengthOf(new Set(all.map(({ id }) => id)), 8)
    assert.lengthOf(new Set(all.map(({ url }) => url)), 1)
    assert.lengthOf(await stored(), 1)
    assert.lengthOf(await db.from('media_files'), 1)
    assert.deepEqual(bytesOf(await download(client, user, all[0].url)), content)
  })

  test('refuses a body without a file, with another part, or of another type', async ({
    client,
    assert,
  }) => {
    const post = () => client.post('/media').loginAs(user)
    assertProblem(await post().field('alt', 'x'), 422, 'validation_failed', ['/file'])
    const two = post().file('file', pdf, 'a.pdf').file('file', pdf, 'b.pdf')
    assertProblem(await two, 422, 'validation_failed', ['/file'])
    assertProblem(await upload(client, user, text('')), 422, 'validation_failed', ['/file'])
    assertProblem(await post().json({ file: 'x' }), 415, 'unsupported_media_type')
    const headers = { 'content-type': 'multipart/form-data' }
    const unnamed = await post().headers(headers)
    assertProblem(unnamed, 400, 'bad_request')
    assert.isEmpty(await stored())
    assert.isEmpty(await db.from('media'))
  })

  test('refuses more than 20 MB before it is on the disk', async ({ client, assert }) => {
    const response = await upload(client, user, Buffer.alloc(MAX_UPLOAD_BYTES + 1))
    assertProblem(response, 413, 'payload_too_large')
    assert.isEmpty(await stored())
    assert.isEmpty(await db.from('media'))
    await uploaded(client, user, Buffer.alloc(MAX_UPLOAD_BYTES))
  })

  test('takes no more than the quota, in parallel uploads too', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('media.quota', 100_000))
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const response = await upload(client, user, randomBytes(30_000))
        if (response.status() === 413) assertProblem(response, 413, 'quota_exceeded')
        return response.status()
      })
    )
    assert.deepEqual(statuses.toSorted(), [201, 201, 201, 413, 413, 413])
    const me = await bodyOf(client.get('/users/me?include=media_bytes').loginAs(user))
    assert.equal(me.media_bytes, 90_000)
    const [oldest] = await bodyOf(client.get('/users/me/media?sort=old').loginAs(user))
    await answers(client.delete(`/media/${oldest.id}`).loginAs(user), 204)
    await uploaded(client, user, randomBytes(30_000))
    const [other] = await people('member')
    await uploaded(client, other, randomBytes(30_000))
  })

  test('takes so many an hour', async ({ client, cleanup, assert }) => {
    cleanup(setting('limits.upload', { requests: 2, seconds: 3600 }))
    for (let time = 0; time < 2; time++) await uploaded(client, user, pdf)
    const refused = await upload(client, user, pdf)
    assertProblem(refused, 429, 'rate_limited')
    assert.lengthOf(await db.from('media'), 2)
  })

  test('leaves nothing of an upload that is cut off', async ({ assert }) => {
    const token = await tokenOf(user)
    const socket = connect(Number(process.env.PORT), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(
      [
        'POST /media HTTP/1.1',
        'Host: localhost',
        `Authorization: Bearer ${token}`,
        'Content-Type: multipart/form-data; boundary=x',
        'Content-Length: 1000000',
        '',
        '--x',
        'Content-Disposition: form-data; name="file"; filename="a.bin"',
        '',
        'x'.repeat(100_000),
      ].join('\r\n')
    )
    const has = (count: number) => async () => (await stored()).length === count
    await eventually(has(1), { what: 'the upload has begun' })
    assert.lengthOf(await db.from('media'), 1)
    assert.isNull((await db.from('media').firstOrFail()).file_id)
    socket.destroy()
    await eventually(has(0), { what: 'the bytes are deleted' })
    await eventually(async () => (await db.from('media')).length === 0, {
      what: 'the row is deleted',
    })
  })

  test('is 503 while the storage takes nothing, and leaves nothing', async ({
    client,
    assert,
    cleanup,
  }) => {
    const folder = join(config.get<string>('media.folder'), 'incoming')
    await rm(folder, { recursive: true, force: true })
    await writeFile(folder, '')
    cleanup(() => rm(folder, { recursive: true, force: true }))
    assertProblem(await upload(client, user, pdf), 503, 'unavailable')
    assert.isEmpty(await db.from('media'))
    await rm(folder)
    await uploaded(client, user, pdf)
  })

  test('cleans up after uploads whose process has ended', async ({ client, assert }) => {
    const [row] = await db
      .table('media')
      .insert({ user_id: user.id, uploaded_bytes: 5, created_at: new Date(Date.now() - 7_200_000) })
      .returning('id')
    assertProblem(await client.get(`/media/${row.id}`).loginAs(user), 404, 'not_found')
    assert.isEmpty(await bodyOf(client.get('/users/me/media').loginAs(user)))
    assert.equal(await pruneMedia(), 1)
    assert.isEmpty(await db.from('media'))
  })
})

test.group('A file', (group) => {
  let user: User
  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[user] = await people('member')
  })

  test('is seen by its owner and by staff alone', async ({ client, assert }) => {
    const [stranger, moderator, editor] = await people('member', 'moderator', 'editor')
    const { id, url } = await uploaded(client, user, pdf, { name: 'Private.pdf' })
    for (const path of [`/media/${id}`, pathOf(url)]) {
      assertProblem(await client.get(path), 404, 'not_found')
      assertProblem(await client.get(path).loginAs(stranger), 404, 'not_found')
      for (const viewer of [user, moderator, editor]) {
        await answers(client.get(path).loginAs(viewer), 200)
      }
    }
    for (const method of ['PATCH', 'DELETE']) {
      for (const other of [stranger, moderator]) {
        const request = client.request(`/media/${id}`, method).loginAs(other)
        assertProblem(await request.json({}), 404, 'not_found')
      }
    }
    assert.lengthOf(await db.from('media'), 1)
    const guess = pathOf(url).replace(/[\w-]{4}\.pdf$/, 'AAAA.pdf')
    assertProblem(await client.get(guess).loginAs(moderator), 404, 'not_found')
    const traversal = '/media/files/..%2F..%2Fpackage.json'
    assert.include([404, 422], (await client.get(traversal).loginAs(moderator)).status())
  })

  test('gets texts and a focal point, unless its state is another', async ({ client, assert }) => {
    const { id } = await uploaded(client, user, pdf)
    const path = `/media/${id}`
    const tag = await tagOf(client.get(path).loginAs(user))
    const change = (body: object) =>
      client.patch(path).loginAs(user).header('If-Match', tag).json(body)
    const fields = { alt: 'A lamp', caption: 'Berlin', focal_point: { x: 0.25, y: 1 } }
    assert.containSubset(await bodyOf(change(fields)), fields)
    assertProblem(await change({ alt: null }), 412, 'precondition_failed')
    const cleared = client.patch(path).loginAs(user).json({ alt: null })
    assert.isNull((await bodyOf(cleared)).alt)
    for (const [body, pointer] of [
      [{ focal_point: { x: 1.1, y: 0 } }, '/focal_point/x'],
      [{ focal_point: { x: 0 } }, '/focal_point/y'],
      [{ alt: '' }, '/alt'],
      [{ alt: 'x'.repeat(1001) }, '/alt'],
      [{ name: 'other.pdf' }, null],
    ] as const) {
      const response = await client.patch(path).loginAs(user).json(body)
      if (pointer) assertProblem(response, 422, 'validation_failed', [pointer])
      else assert.equal((await db.from('media').firstOrFail()).name, 'lamp.jpg')
    }
  })

  test('is sent in parts, and with its entity tag not again', async ({ client, assert }) => {
    const content = randomBytes(1000)
    const { url } = await uploaded(client, user, content)
    const get = (headers: Record<string, string>) =>
      client.get(pathOf(url)).loginAs(user).headers(headers)
    const whole = await answers(get({}), 200)
    const etag = whole.header('etag')!
    assert.equal(whole.header('content-length'), '1000')
    assert.equal(whole.header('accept-ranges'), 'bytes')
    assert.include(whole.header('cache-control'), 'immutable')
    assert.include(whole.header('cache-control'), 'private')
    for (const [range, start, end] of [
      ['bytes=0-99', 0, 99],
      ['bytes=900-', 900, 999],
      ['bytes=-10', 990, 999],
      ['bytes=990-5000', 990, 999],
    ] as const) {
      const part = await answers(get({ Range: range }), 206)
      assert.equal(part.header('content-range'), `bytes ${start}-${end}/1000`)
      assert.deepEqual(bytesOf(part), content.subarray(start, end + 1))
    }
    for (const range of ['bytes=1000-', 'bytes=5-2', 'bytes=0-1,3-4', 'bytes=-', 'lines=1-2']) {
      await answers(get({ Range: range }), 200)
    }
    await answers(get({ 'Range': 'bytes=0-1', 'If-Range': etag }), 206)
    await answers(get({ 'Range': 'bytes=0-1', 'If-Range': '"other"' }), 200)
    await answers(get({ 'If-None-Match': etag }), 304)
  })

  test('is listed for its owner, and for staff by kind, user and text', async ({
    client,
    assert,
  }) => {
    const [other, editor] = await people('member', 'editor')
    const mine = await uploaded(client, user, pdf, { name: 'Minutes.pdf' })
    const theirs = await uploaded(client, other, text('Notes'))
    const idsOf = async (path: string, viewer: User) =>
      (await bodyOf(client.get(path).loginAs(viewer))).map(({ id }: { id: number }) => id)
    assert.deepEqual(await idsOf('/users/me/media', user), [mine.id])
    assert.deepEqual(await idsOf('/users/me/media?kind=image', user), [])
    assert.deepEqual(await idsOf('/admin/media', editor), [theirs.id, mine.id])
    assert.deepEqual(await idsOf(`/admin/media?user=${other.id}`, editor), [theirs.id])
    assert.deepEqual(await idsOf('/admin/media?search=minute', editor), [mine.id])
    assert.deepEqual(await idsOf('/admin/media?kind=video', editor), [])
    assertProblem(await client.get('/admin/media').loginAs(user), 403, 'forbidden')
  })

  test('goes with its account, and is in the export before', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const { id, url } = await uploaded(client, user, pdf, { name: 'Mine.pdf' })
    const asked = client.post(`/admin/users/${user.id}/exports`).loginAs(admin)
    const exported = await bodyOf(asked.json({ reason: 'They asked for it' }))
    assert.containSubset(exported.media, [{ id, url, name: 'Mine.pdf' }])
    await answers(act(client, admin, 'user.erase', { on: user }), 201)
    await runJobs()
    assert.isEmpty(await db.from('media'))
    await pruneMedia()
    assert.isEmpty(await stored())
  })
})
