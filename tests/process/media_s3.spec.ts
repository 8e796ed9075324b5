import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { noise, type ShownMedia } from '#tests/support/media'
import { S3Server } from '#tests/support/s3_server'
import { ServerProcess } from '#tests/support/server_process'

const redisUrl = process.env.REDIS_URL ?? ''

const keyOf = ({ url }: Pick<ShownMedia, 'url'>) => {
  const name = basename(url!)
  return `files/${name.slice(0, 2)}/${name}`
}

test.group('Files in a bucket of S3', (group) => {
  let s3: S3Server
  let folder: string
  let server: ServerProcess
  let author: User
  let token: string

  group.each.setup(async () => {
    await emptyDatabase()
    author = await UserFactory.merge({ role: 'author' }).create()
    s3 = await S3Server.start()
    folder = await mkdtemp(join(tmpdir(), 'plaza-media-'))
    return async () => {
      await server?.stop()
      await s3.stop()
      await rm(folder, { recursive: true })
    }
  })

  const start = async (env: NodeJS.ProcessEnv = {}) => {
    const mine = { NODE_ENV: 'development', MEDIA_DIR: folder }
    server = await ServerProcess.start(redisUrl, { ...mine, ...s3.env, ...env })
    token = await server.signIn(author)
  }

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { Authorization: `Bearer ${token}`, ...init.headers },
    })

  async function send(content: Uint8Array): Promise<Response> {
    const body = new FormData()
    body.set('file', new Blob([new Uint8Array(content)]), 'lamp.jpg')
    return ask('/media', { method: 'POST', body })
  }

  const upload = async (content: Uint8Array) => (await send(content)).json() as Promise<ShownMedia>

  const shown = async ({ id }: Pick<ShownMedia, 'id'>) =>
    (await ask(`/media/${id}`)).json() as Promise<ShownMedia>

  const isReady = (file: ShownMedia) => async () => (await shown(file)).status === 'ready'

  const pathOf = ({ url }: Pick<ShownMedia, 'url'>) => new URL(url!).pathname

  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

  const publish = (file: ShownMedia) =>
    ask('/posts', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ title: 'A lamp', content: file.url }),
    })

  /** Nothing is left of an upload on this machine. */
  const incoming = () => readdir(join(folder, 'incoming')).catch(() => [])

  test('are kept, encoded anew, and served by the API', async ({ assert }) => {
    await start()
    const file = await upload(await noise(800, 600).jpeg().toBuffer())
    assert.deepEqual(await s3.keys(), [keyOf(file)])
    await eventually(isReady(file), { what: 'the picture is ready' })
    const ready = await shown(file)
    const keys = [ready, ...ready.variants].map(keyOf).sort()
    const isAlone = async () => (await s3.keys()).length === keys.length
    await eventually(isAlone, { what: 'the upload is deleted' })
    assert.deepEqual(await s3.keys(), keys)
    assert.isEmpty(await incoming())

    const whole = await ask(pathOf(ready))
    assert.equal(whole.status, 200)
    assert.equal(whole.headers.get('content-type'), 'image/jpeg')
    const bytes = await bytesOf(whole)
    assert.lengthOf(bytes, ready.bytes)
    const part = await ask(pathOf(ready), { headers: { Range: 'bytes=100-199' } })
    assert.equal(part.status, 206)
    assert.deepEqual(await bytesOf(part), bytes.subarray(100, 200))
    const stranger = { headers: { Authorization: '' } }
    assert.equal((await ask(pathOf(ready), stranger)).status, 404)
    assert.equal((await publish(ready)).status, 201)
    assert.deepEqual(await bytesOf(await ask(pathOf(ready), stranger)), bytes)
    assert.isFalse((await readdir(folder)).includes('public'))

    await rm(join(s3.folder, 'plaza-media', `${keyOf(ready)}._S3rver_object`))
    assert.equal((await ask(pathOf(ready))).status, 404)
  })

  test('are served by the bucket, if the API leads there', async ({ assert }) => {
    await start({ MEDIA_S3_SERVE: 'redirect' })
    const content = randomBytes(1000)
    const file = await upload(content)
    const answer = await ask(pathOf(file))
    assert.equal(answer.status, 302)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const link = new URL(answer.headers.get('location')!)
    assert.equal(link.origin, s3.url)
    assert.equal(link.searchParams.get('X-Amz-Expires'), '60')
    const response = await fetch(link)
    assert.deepEqual(await bytesOf(response), content)
    assert.equal(response.headers.get('content-type'), 'application/octet-stream')
    assert.equal(response.headers.get('content-disposition'), 'attachment')
    const inStudio = await ask(pathOf(file), { headers: { 'X-Plaza-Studio': '1' } })
    assert.equal(inStudio.status, 200)
    assert.deepEqual(await bytesOf(inStudio), content)
    link.searchParams.set('X-Amz-Signature', 'a'.repeat(64))
    assert.equal((await fetch(link)).status, 403)
    assert.equal((await ask(pathOf(file), { headers: { Authorization: '' } })).status, 404)
  })

  test('are 503 while the bucket is away, and nothing is lost', async ({ assert }) => {
    await start()
    const content = randomBytes(1000)
    const file = await upload(content)
    await s3.close()
    const refused = await send(randomBytes(2000))
    assert.equal(refused.status, 503)
    assert.isNotNull(refused.headers.get('retry-after'))
    assert.lengthOf(await db.from('media'), 1)
    assert.isEmpty(await incoming())
    assert.equal((await ask(pathOf(file))).status, 503)
    await s3.open()
    assert.deepEqual(await bytesOf(await ask(pathOf(file))), content)
    assert.deepEqual(await s3.keys(), [keyOf(file)])
    for (const secret of ['S3RVER', s3.env.MEDIA_S3_SECRET_KEY]) {
      assert.notInclude(server.output, secret)
    }
  })

  test('are encoded when the bucket is back', async ({ assert }) => {
    await start({ JOBS: 'off' })
    const file = await upload(await noise(800, 600).jpeg().toBuffer())
    await server.stop()
    await s3.close()
    await start()
    const job = () => db.from('jobs.job').where('name', 'media').first()
    await eventually(async () => (await job()).state === 'retry', { what: 'the job failed once' })
    assert.equal((await shown(file)).status, 'processing')
    await server.stop()
    await s3.open()
    // The next try would be ten seconds later, and a waiting process would look for it after a minute.
    await db.from('jobs.job').where('name', 'media').update({ start_after: new Date() })
    await start()
    await eventually(isReady(file), { what: 'the job was tried again' })
    assert.equal((await db.from('media_files').firstOrFail()).attempts, 1)
  })

  test('need the client of S3, or Plaza does not start', async ({ assert }) => {
    const hook = `import{registerHooks}from"node:module";registerHooks({resolve(name,context,next){if(name.startsWith("@aws-sdk/"))throw new Error("none");return next(name,context)}})`
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hook)}`
    const failure = await start({ NODE_OPTIONS }).catch((error: Error) => error)
    assert.include((failure as Error).message, 'npm install @aws-sdk/client-s3')
  })
})
