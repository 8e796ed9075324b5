import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { Client } from '#tests/resilience/support/client'
import { deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { eventually } from '#tests/support/eventually'
import { hasNginx } from '#tests/support/own_nginx'
import { sendBytes } from '#tests/support/wire'

/** A request hidden in another one. Its id shows how the two servers read it. */
const hidden = (id: string) => `GET /posts HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${id}\r\n\r\n`

const post = (headers: string[], body: string) =>
  ['POST /login HTTP/1.1', 'Host: x', 'Content-Type: application/json', ...headers, '', body].join(
    '\r\n'
  )

const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`

/** Two ways to find the end of a body. */
const ambiguities: { name: string; bytes: (id: string) => string }[] = [
  {
    name: 'CL.TE',
    bytes: (id) =>
      post(
        [`Content-Length: ${5 + hidden(id).length}`, 'Transfer-Encoding: chunked'],
        `0\r\n\r\n${hidden(id)}`
      ),
  },
  {
    name: 'TE.CL',
    bytes: (id) =>
      post(['Content-Length: 4', 'Transfer-Encoding: chunked'], `${chunk(hidden(id))}0\r\n\r\n`),
  },
  ...[
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding : chunked',
    'Transfer-Encoding:\tchunked',
    'Transfer-Encoding: chunked, identity',
    'Transfer-Encoding: identity, chunked',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: x',
    'Transfer-Encoding: "chunked"',
    'Transfer-Encoding:\x0bchunked',
    'Transfer-Encoding: chunKed',
    'X: y\nTransfer-Encoding: chunked',
    'X: y\r\n Transfer-Encoding: chunked',
    'X: y\rTransfer-Encoding: chunked',
    'Transfer-Encoding:\r\n chunked',
    'Transfer_Encoding: chunked',
  ].map((header) => ({
    name: `CL and ${JSON.stringify(header)}`,
    bytes: (id: string) =>
      post([`Content-Length: ${5 + hidden(id).length}`, header], `0\r\n\r\n${hidden(id)}`),
  })),
  ...['+5', '5,5', '0x5', '5 5', '-1', '05', '5;a', ' ', '99999999999999999999'].map((length) => ({
    name: `a length of "${length}"`,
    bytes: (id: string) => post([`Content-Length: ${length}`], `12345${hidden(id)}`),
  })),
  {
    name: 'two lengths',
    bytes: (id) => post(['Content-Length: 5', 'Content-Length: 0'], `12345${hidden(id)}`),
  },
  {
    name: 'two equal lengths',
    bytes: (id) => post(['Content-Length: 0', 'Content-Length: 0'], hidden(id)),
  },
  {
    name: 'a length that is folded',
    bytes: (id) => post(['Content-Length:\r\n 0'], hidden(id)),
  },
  {
    name: 'a chunk longer than it says',
    bytes: (id) => post(['Transfer-Encoding: chunked'], `1\r\n12\r\n0\r\n\r\n${hidden(id)}`),
  },
  {
    name: 'a chunk of an odd length',
    bytes: (id) => post(['Transfer-Encoding: chunked'], `0x2\r\n12\r\n0\r\n\r\n${hidden(id)}`),
  },
  {
    name: 'a chunk of a length that overflows',
    bytes: (id) =>
      post(['Transfer-Encoding: chunked'], `10000000000000002\r\n12\r\n0\r\n\r\n${hidden(id)}`),
  },
  {
    name: 'an extension of a chunk over two lines',
    bytes: (id) => post(['Transfer-Encoding: chunked'], `2;\n12\r\n0\r\n\r\n${hidden(id)}`),
  },
  {
    name: 'chunks over HTTP/1.0',
    bytes: (id) =>
      post(
        [`Content-Length: ${5 + hidden(id).length}`, 'Transfer-Encoding: chunked'],
        `0\r\n\r\n${hidden(id)}`
      ).replace('HTTP/1.1', 'HTTP/1.0'),
  },
  {
    name: 'a GET with a body',
    bytes: (id) =>
      `GET /posts HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden(id).length}\r\n\r\n${hidden(id)}`,
  },
  {
    name: 'an upgrade to h2c',
    bytes: (id) =>
      `GET /posts HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n${hidden(id)}`,
  },
  {
    name: 'a request within the address',
    bytes: (id) => `GET /posts%20HTTP/1.1%0d%0aX-Request-Id:%20${id} HTTP/1.1\r\nHost: x\r\n\r\n`,
  },
  {
    name: 'a bare line feed after the address',
    bytes: (id) => `GET /posts HTTP/1.1\nHost: x\n\n${hidden(id)}`,
  },
]

test.group('Request smuggling through Nginx', (group) => {
  group.tap((each) => each.skip(!hasNginx, 'there is no nginx'))

  test('the app sees no request that Nginx did not see', async ({ assert }) => {
    const { nginx, plaza } = await deployment()
    const asked = ambiguities.map(({ name, bytes }) => ({ name, bytes, id: randomUUID() }))
    for (const { bytes, id } of asked) {
      await sendBytes(
        `${bytes(id)}GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
        nginx!.port
      )
    }
    const last = randomUUID()
    await new Client(plaza.port).send('GET', '/posts', { headers: { 'X-Request-Id': last } })
    await eventually(() => readFileSync(plaza.log, 'utf8').includes(last))

    const [front, back] = [join(nginx!.folder, 'access.log'), plaza.log].map((path) =>
      readFileSync(path, 'utf8')
    )
    const smuggled = asked.filter(({ id }) => back.includes(id) && !front.includes(id))
    assert.deepEqual(smuggled, [])
    note({
      action: 'requests whose end two servers may find in different places, through Nginx',
      times: asked.length,
      expected: 'the app sees no request that Nginx did not see',
      result: 'as expected',
    })
  })
})
