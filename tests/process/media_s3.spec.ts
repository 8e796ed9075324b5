import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { noise, pathOf, type ShownMedia } from '#tests/support/media'
import { MediaServer } from '#tests/support/media_server'
import { S3Server } from '#tests/support/s3_server'

const keyOf = ({ url }: Pick<ShownMedia, 'url'>) => {
  const name = basename(url!)
  return `files/${name.slice(0, 2)}/${name}`
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

const photo = () => noise(800, 600).jpeg().toBuffer()

test.group('Files in a bucket of S3', (group) => {
  let s3: S3Server
  let plaza: MediaServer

  group.each.setup(async () => {
    await emptyDatabase()
    s3 = await S3Server.start()
    plaza = await MediaServer.make()
    return async () => {
      await plaza.end()
      await s3.stop()
    }
  })

  const start = (env: NodeJS.ProcessEnv = {}) => plaza.start({ ...s3.env, ...env })

  const publish = (file: ShownMedia) =>
    plaza.ask('/posts', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ title: 'A lamp', content: file.url }),
    })

  /** The next try would be ten seconds later, and a waiting process would look for it after a minute. */
  async function tryAgain() {
    await plaza.stop()
    await db.from('jobs.job').where('name', 'media').update({ start_after: new Date() })
    await start()
  }

  const untilTried = async () => {
    const job = () => db.from('jobs.job').where('name', 'media').first()
    await eventually(async () => (await job()).state === 'retry', { what: 'the job failed once' })
  }

  test('are kept, encoded anew, and served by the API', async ({ assert }) => {
    await start()
    const file = await plaza.upload(await photo())
    assert.deepEqual(await s3.keys(), [keyOf(file)])
    await plaza.untilReady(file)
    const ready = await plaza.shown(file)
    const keys = [ready, ...ready.variants].map(keyOf).sort()
    const isAlone = async () => (await s3.keys()).length === keys.length
    await eventually(isAlone, { what: 'the upload is deleted' })
    assert.deepEqual(await s3.keys(), keys)
    assert.isEmpty(await plaza.incoming())

    const whole = await plaza.ask(pathOf(ready.url))
    assert.equal(whole.status, 200)
    assert.equal(whole.headers.get('content-type'), 'image/jpeg')
    const bytes = await bytesOf(whole)
    assert.lengthOf(bytes, ready.bytes)
    const part = await plaza.ask(pathOf(ready.url), { headers: { Range: 'bytes=100-199' } })
    assert.equal(part.status, 206)
    assert.deepEqual(await bytesOf(part), bytes.subarray(100, 200))
    const stranger = { headers: { Authorization: '' } }
    assert.equal((await plaza.ask(pathOf(ready.url), stranger)).status, 404)
    assert.equal((await publish(ready)).status, 201)
    assert.deepEqual(await bytesOf(await plaza.ask(pathOf(ready.url), stranger)), bytes)
    assert.isFalse((await readdir(plaza.folder)).includes('public'))

    await s3.remove(keyOf(ready))
    assert.equal((await plaza.ask(pathOf(ready.url))).status, 404)
  })

  test('are served by the bucket, if the API leads there', async ({ assert }) => {
    await start({ MEDIA_S3_SERVE: 'redirect' })
    const content = randomBytes(1000)
    const file = await plaza.upload(content)
    const answer = await plaza.ask(pathOf(file.url))
    assert.equal(answer.status, 302)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const link = new URL(answer.headers.get('location')!)
    assert.equal(link.origin, s3.url)
    assert.equal(link.searchParams.get('X-Amz-Expires'), '60')
    const response = await fetch(link)
    assert.deepEqual(await bytesOf(response), content)
    assert.equal(response.headers.get('content-type'), 'application/octet-stream')
    assert.equal(response.headers.get('content-disposition'), 'attachment')
    const inStudio = await plaza.ask(pathOf(file.url), { headers: { 'X-Plaza-Studio': '1' } })
    assert.equal(inStudio.status, 200)
    assert.deepEqual(await bytesOf(inStudio), content)
    link.searchParams.set('X-Amz-Signature', 'a'.repeat(64))
    assert.equal((await fetch(link)).status, 403)
    assert.equal(
      (await plaza.ask(pathOf(file.url), { headers: { Authorization: '' } })).status,
      404
    )
  })

  test('are 503 while the bucket is away, and nothing is lost', async ({ assert }) => {
    await start()
    const content = randomBytes(1000)
    const file = await plaza.upload(content)
    await s3.close()
    const refused = await plaza.send(randomBytes(2000))
    assert.equal(refused.status, 503)
    assert.isNotNull(refused.headers.get('retry-after'))
    assert.lengthOf(await db.from('media'), 1)
    assert.isEmpty(await plaza.incoming())
    assert.equal((await plaza.ask(pathOf(file.url))).status, 503)
    await s3.open()
    assert.deepEqual(await bytesOf(await plaza.ask(pathOf(file.url))), content)
    assert.deepEqual(await s3.keys(), [keyOf(file)])
    for (const secret of ['S3RVER', s3.env.MEDIA_S3_SECRET_KEY]) {
      assert.notInclude(plaza.output, secret)
    }
  })

  test('are encoded when the bucket is back', async ({ assert }) => {
    await start({ JOBS: 'off' })
    const file = await plaza.upload(await photo())
    await plaza.stop()
    await s3.close()
    await start()
    await untilTried()
    assert.equal((await plaza.shown(file)).status, 'processing')
    await s3.open()
    await tryAgain()
    await plaza.untilReady(file)
    assert.equal((await db.from('media_files').firstOrFail()).attempts, 1)
  })

  test('are 503 when the bucket goes away in the middle of an upload, and here once after another', async ({
    assert,
  }) => {
    await start()
    const content = randomBytes(300_000)
    const closed = s3.closeDuring(1)
    assert.equal((await plaza.send(content)).status, 503)
    await closed
    for (const table of ['media', 'media_files', 'media_variants']) {
      assert.isEmpty(await db.from(table), table)
    }
    assert.isEmpty(await plaza.incoming())
    await s3.open()
    const file = await plaza.upload(content)
    assert.deepEqual(await bytesOf(await plaza.ask(pathOf(file.url))), content)
    assert.deepEqual(await s3.keys(), [keyOf(file)])
    assert.lengthOf(await db.from('media'), 1)
  })

  test('in parts wait for the bucket with their last byte', async ({ assert }) => {
    await start()
    const content = randomBytes(300_000)
    const path = await plaza.tus.begun(content.length)
    const closed = s3.closeDuring(1)
    assert.equal((await plaza.tus.part(path, 0, content)).status, 503)
    await closed
    assert.isEmpty(await db.from('media_files'))
    await s3.open()
    const offset = (await plaza.tus.offsetOf(path))!
    assert.equal(offset, content.length - 1)
    assert.equal((await plaza.tus.part(path, offset, content.subarray(offset))).status, 204)
    const [{ url }] = await plaza.files()
    assert.deepEqual(await bytesOf(await plaza.ask(pathOf(url))), content)
    assert.deepEqual(await s3.keys(), [keyOf({ url })])
    assert.isEmpty(await plaza.incoming())
  })

  test('have all copies once when the bucket goes away in the middle of them', async ({
    assert,
  }) => {
    await start({ JOBS: 'off' })
    const file = await plaza.upload(await photo())
    await plaza.stop()
    // After the master and the first copy.
    const closed = s3.closeDuring(3)
    await start()
    await closed
    await untilTried()
    assert.containSubset(await plaza.shown(file), { status: 'processing', variants: [] })
    await s3.open()
    await tryAgain()
    await plaza.untilReady(file)
    const { url, variants } = await plaza.shown(file)
    const keys = [{ url }, ...variants].map(keyOf).sort()
    await eventually(async () => (await s3.keys()).length === keys.length, {
      what: 'the upload is deleted',
    })
    assert.deepEqual(await s3.keys(), keys)
    assert.lengthOf(variants, 5)
    assert.equal((await db.from('media_files').firstOrFail()).attempts, 1)
  })

  test('need the client of S3, or Plaza does not start', async ({ assert }) => {
    const hook = `import{registerHooks}from"node:module";registerHooks({resolve(name,context,next){if(name.startsWith("@aws-sdk/"))throw new Error("none");return next(name,context)}})`
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hook)}`
    const failure = await start({ NODE_OPTIONS }).catch((error: Error) => error)
    assert.include((failure as Error).message, 'npm install @aws-sdk/client-s3')
  })
})
