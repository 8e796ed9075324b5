import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { metricsOf } from '#tests/support/metrics'
import { ServerProcess } from '#tests/support/server_process'
import { send } from '#tests/support/wire'

/** Repeats a text up to almost the limit of a server for headers. */
const filled = (text: string, length = 15_000) => text.repeat(Math.floor(length / text.length))

/** Headers of the maximal length, made of the smallest parts that their parsers know. */
const headers: Record<string, string> = {
  'If-None-Match': filled(','),
  'If-Match': filled('"a",'),
  'If-Modified-Since': filled('Tue, '),
  'If-Range': filled('W/'),
  'Range': `bytes=${filled('0-1,')}`,
  'Accept': filled('a/b;q=0.1,'),
  'Accept-Encoding': filled('a;q=0,'),
  'Accept-Language': filled('a-b,'),
  'Cookie': filled('a=b;'),
  'Authorization': `Bearer${filled(' ')}!`,
  'Forwarded': filled('for=_,'),
  'X-Forwarded-For': filled('127.0.0.1,'),
  'X-Forwarded-Proto': filled('https,'),
  'X-Forwarded-Host': filled('a,'),
  'X-Request-Id': filled('a'),
  'X-HTTP-Method-Override': filled('PUT,'),
  'Content-Type': `application/json${filled(';a=b')}`,
  'Origin': `http://${filled('a.')}`,
  'Access-Control-Request-Headers': filled('a,'),
  'Idempotency-Key': filled('\u00e9'),
  'Cache-Control': filled('no-cache,'),
  'Upgrade': filled('a/1,'),
  'Via': filled('1.1 a,'),
}

const queries: Record<string, string> = {
  'thousands of parameters': filled('a&'),
  'one parameter thousands of times': filled('limit=1&'),
  'an array': filled('a[]=&'),
  'an array with places': filled('a[9]=&'),
  'nested names': `a${filled('[a]')}=1`,
  'open brackets': filled('['),
  'escapes': `search=${filled('%41')}`,
  'escapes of escapes': `search=${filled('%25')}`,
  'plus signs': `search=${filled('+')}`,
  'names of prototypes': filled('__proto__[a]=1&'),
  'names that are nearly known': filled('serch=1&'),
}

/** Bodies of about 500 KB with as many members as fit. */
const bodies: Record<string, { path: string; type: string; body: string }> = {
  'JSON with members that are not known': {
    path: '/posts',
    type: 'application/json',
    body: `{${Array.from({ length: 40_000 }, (_, at) => `"titel${at}":1`).join()}}`,
  },
  'JSON with one member time and again': {
    path: '/posts',
    type: 'application/json',
    body: `{${filled('"a":1,', 500_000)}"a":1}`,
  },
  'a form with fields that are not known': {
    path: '/login',
    type: 'application/x-www-form-urlencoded',
    body: filled('a&', 500_000),
  },
  'a form with nested names': {
    path: '/login',
    type: 'application/x-www-form-urlencoded',
    body: filled('a[b][c]=1&', 500_000),
  },
}

/** Milliseconds of CPU that a request with it may cost beyond an ignored header of the same length. */
const MAX_EXTRA_MS = { read: 1.5, write: 3, body: 60 }

test.group("The cost of a client's input", (group) => {
  let server: ServerProcess
  let path: string
  let token: string
  let plainRead: number
  let plainWrite: number

  group.setup(async () => {
    await emptyDatabase()
    const env = { LIMIT_WRITE: '100000/1m', LIMIT_LOGIN_IP: '100000/1m', OVERLOAD_LAG: '10s' }
    server = await ServerProcess.start(process.env.REDIS_URL ?? '', env)
    const author = await UserFactory.create()
    path = `/posts/${(await PostFactory.merge({ userId: author.id }).create()).id}`
    token = await server.signIn(author)
    const padding = { 'X-Padding': filled('a') }
    plainRead = await costOf({ headers: padding })
    plainWrite = await costOf(writeWith(padding))
    return () => server.stop()
  })

  type Sent = Parameters<typeof send>[1]

  /**
   * The minimal processor time of a request, in milliseconds. Other work of the process counts too, so the
   * measurement repeats until the time is low enough.
   */
  async function costOf(sent: Sent, { at = path, times = 20, enough = 0, batches = 8 } = {}) {
    const cpu = async () => (await metricsOf(server)).value('process_cpu_seconds_total') * 1000
    let least = Infinity
    for (let batch = 0; batch < batches && least > enough; batch++) {
      const before = await cpu()
      for (let time = 0; time < times; time++) await send(at, { ...sent, port: server.port })
      least = Math.min(least, ((await cpu()) - before) / times)
    }
    return least
  }

  const writeWith = (extra: Record<string, string>): Sent => ({
    method: 'PATCH',
    body: '{"title":"Title"}',
    headers: {
      'Content-Type': 'application/json',
      'Authorization': `Bearer ${token}`,
      ...extra,
    },
  })

  test('{0} of thousands of parts costs no more than as many bytes')
    .with(Object.entries(headers))
    .run(async ({ assert }, [name, value]) => {
      const maxReadMs = plainRead + MAX_EXTRA_MS.read
      const read = await costOf({ headers: { [name]: value } }, { enough: maxReadMs })
      assert.isAtMost(read, maxReadMs, 'a read')
      const maxWriteMs = plainWrite + MAX_EXTRA_MS.write
      const write = await costOf(writeWith({ [name]: value }), { enough: maxWriteMs })
      assert.isAtMost(write, maxWriteMs, 'a write')
    })
    .timeout(60_000)

  test('a query of {0} costs no more than as many bytes')
    .with(Object.entries(queries))
    .run(async ({ assert }, [, query]) => {
      const most = plainRead + MAX_EXTRA_MS.read
      assert.isAtMost(await costOf({}, { at: `/posts?${query}`, enough: most }), most)
    })
    .timeout(60_000)

  test('{0} costs no more than its bytes do')
    .with(Object.entries(bodies))
    .run(async ({ assert }, [, { path: at, type, body }]) => {
      const sentHeaders = { 'Content-Type': type, 'Authorization': `Bearer ${token}` }
      const sent = { method: 'POST', headers: sentHeaders, body }
      const plain = { ...sent, body: JSON.stringify({ title: 'a'.repeat(body.length) }) }
      const usual = await costOf(plain, { at: '/posts', times: 3, batches: 3 })
      const most = usual + MAX_EXTRA_MS.body
      assert.isAtMost(await costOf(sent, { at, times: 3, enough: most }), most)
    })
    .timeout(60_000)
})
