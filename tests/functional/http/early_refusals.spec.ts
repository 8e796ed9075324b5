import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { emptyDatabase } from '#tests/support/database'
import { send, sendBytes } from '#tests/support/wire'

const origin = 'https://client.example'

/** An answer as bytes. */
function parse(answer: string) {
  const [head, body] = answer.split('\r\n\r\n')
  const [line, ...fields] = head.split('\r\n')
  const headers = Object.fromEntries(
    fields.map((field) => {
      const [name, ...value] = field.split(': ')
      return [name.toLowerCase(), value.join(': ')]
    })
  )
  return { status: Number(line.split(' ')[1]), headers, body: JSON.parse(body) }
}

/** Requests that Node's parser can't read. */
const unreadable = [
  { what: 'a control character in a header', head: 'X-Word: a\u0001b', status: 400 },
  { what: 'a length that is no number', head: 'Content-Length: many', status: 400 },
  {
    what: 'two ways to tell the length',
    head: 'Content-Length: 1\r\nTransfer-Encoding: chunked',
    status: 400,
  },
  { what: 'headers of 40 000 characters', head: `X-Word: ${'x'.repeat(40_000)}`, status: 431 },
  { what: 'no such version', line: 'POST /posts HTTP/7.0', head: 'X-Word: a', status: 400 },
]

test.group('A malformed HTTP request', () => {
  test('with {what} gets a problem document with CORS headers')
    .with(unreadable)
    .run(async ({ assert }, { line = 'POST /posts HTTP/1.1', head, status }) => {
      const bytes = `${line}\r\nHost: plaza\r\nOrigin: ${origin}\r\n${head}\r\n\r\n`
      const answer = parse(await sendBytes(bytes))
      assert.equal(answer.status, status)
      const code = status === 431 ? 'headers_too_large' : 'bad_request'
      assert.containsSubset(answer.body, { status, code, type: `/problems/${code}` })
      assert.equal(answer.body.instance, answer.headers['x-request-id'])
      assert.equal(answer.headers['access-control-allow-origin'], '*')
      assert.include(answer.headers['access-control-expose-headers'], 'X-Request-Id')
    })

  test('gets the same answer without an Origin', async ({ assert }) => {
    const answer = parse(await sendBytes('GET / HTTP/1.1\r\nHost: plaza\r\nX: \u0002\r\n\r\n'))
    assert.equal(answer.body.code, 'bad_request')
    assert.notProperty(answer.headers, 'access-control-allow-origin')
  })

  test('with an address that is not UTF-8 has CORS headers too', async ({ assert }) => {
    const answer = await send('/posts/%ff', { headers: { Origin: origin } })
    assert.equal(answer.json.code, 'bad_request')
    assert.equal(answer.headers['access-control-allow-origin'], '*')
  })
})

test.group('A refusal before the body is read', (group) => {
  group.each.setup(emptyDatabase)

  test('reaches a client that still sends: {what}')
    .with([
      { what: 'no token', head: 'Connection: close', status: 401 },
      { what: 'no such address', head: 'Connection: close', path: '/nowhere', status: 404 },
      {
        what: 'a body of megabytes',
        head: 'Content-Type: application/json\r\nConnection: close',
        path: '/login',
        status: 413,
      },
      { what: 'an unreadable header', head: 'X-Word: a\u0001b', status: 400 },
    ])
    .run(async ({ assert }, { head, path = '/posts', status }) => {
      const socket = connect(Number(process.env.PORT), '127.0.0.1')
      const write = (bytes: string) =>
        new Promise<void>((resolve, reject) => {
          socket.write(bytes, (error) => (error ? reject(error) : resolve()))
        })
      const piece = 'x'.repeat(50_000)
      const length = `Content-Length: ${40 * piece.length}`
      await write(`POST ${path} HTTP/1.1\r\nHost: plaza\r\n${head}\r\n${length}\r\n\r\n`)
      // It reads after it has sent everything, as simple clients do. A reset would fail these writes.
      for (let sent = 0; sent < 40; sent++) {
        await write(piece)
        await sleep(5)
      }
      assert.match(await text(socket), new RegExp(`^HTTP/1\\.1 ${status} `))
    })

  test('closes the connection of a client that never stops sending', async ({ assert }) => {
    const start = performance.now()
    const socket = connect({
      port: Number(process.env.PORT),
      host: '127.0.0.1',
      allowHalfOpen: true,
    })
    socket.on('error', () => {})
    socket.resume()
    socket.write(
      'POST /posts HTTP/1.1\r\nHost: plaza\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n'
    )
    const timer = setInterval(() => socket.write('1\r\nx\r\n'), 50)
    await new Promise((resolve) => socket.on('close', resolve))
    clearInterval(timer)
    assert.isBelow(performance.now() - start, 20_000)
  })

  test('ignores later requests on the same connection', async ({ assert, client }) => {
    const body = JSON.stringify({ email: 'eve@example.org', password: 'a long walk home' })
    const second = `POST /users HTTP/1.1\r\nHost: plaza\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const socket = connect(Number(process.env.PORT), '127.0.0.1')
    const answer = text(socket)
    socket.write(
      'POST /posts HTTP/1.1\r\nHost: plaza\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhal'
    )
    await sleep(100)
    socket.write(`lo${second}`)
    assert.lengthOf((await answer).match(/^HTTP/gm)!, 1)
    const login = { username: 'eve@example.org', password: 'a long walk home' }
    const response = await client.post('/login').json(login)
    response.assertStatus(401)
  })
})
