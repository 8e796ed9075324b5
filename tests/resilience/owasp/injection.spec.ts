import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { Client } from '#tests/resilience/support/client'
import { deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { sendBytes } from '#tests/support/wire'

/** Characters that could end a header or a log line and start another one. */
const endings = [
  '%0d%0aX-Injected: 1',
  '%0aX-Injected: 1',
  '%E5%98%8A%E5%98%8DX-Injected: 1',
  '\\r\\nX-Injected: 1',
  '","injected":"1',
  '\\","injected":"1',
  '\\u000d\\u000aX-Injected: 1',
  '\\x0aX-Injected: 1',
  '\x1b[31mX-Injected: 1',
  '${jndi:ldap://x/a}',
  '\x85X-Injected: 1',
  '\x7f\x08\x08X-Injected: 1',
]

const places: ((text: string) => string[])[] = [
  (text) => [`GET /posts/${encoded(text)} HTTP/1.1`],
  (text) => [`GET /posts?limit=1&search=${encoded(text)} HTTP/1.1`],
  (text) => [`GET /nowhere/${encoded(text)} HTTP/1.1`],
  (text) => [`GET /docs/${encoded(text)} HTTP/1.1`],
  (text) => ['GET /posts HTTP/1.1', `X-Request-Id: ${text}`],
  (text) => ['GET /posts HTTP/1.1', `User-Agent: ${text}`],
  (text) => ['GET /posts HTTP/1.1', `Referer: ${text}`],
  (text) => ['GET /posts HTTP/1.1', `X-Forwarded-For: ${text}`],
  (text) => ['GET /posts HTTP/1.1', `X-Forwarded-Host: ${text}`],
  (text) => ['GET /posts HTTP/1.1', `Authorization: Bearer ${text}`],
  (text) => ['GET /posts HTTP/1.1', `If-None-Match: ${text}`],
  (text) => ['GET /posts HTTP/1.1', `Origin: ${text}`],
  (text) => [`GET /posts?${encoded(text)}=1 HTTP/1.1`],
  (text) => ['POST /users HTTP/1.1', `Idempotency-Key: ${text}`],
]

const encoded = (text: string) => text.replace(/[^\x21-\x7e]/g, encodeURIComponent)

test.group('API8: injection', () => {
  test('no input starts another header, or another line of a log', async ({ assert }) => {
    const { nginx, plaza } = await deployment()
    const ports = [plaza.port, ...(nginx ? [nginx.port] : [])]
    let sent = 0
    for (const ending of endings) {
      for (const place of places) {
        const [request, ...headers] = place(ending)
        const lines = [request, ...headers, 'Host: x', 'Connection: close', '', '']
        for (const port of ports) {
          const answer = await sendBytes(lines.join('\r\n'), port)
          const [head] = answer.split('\r\n\r\n')
          assert.notMatch(head, /^(X-Injected|injected)/im, `${request} ${headers}`)
          assert.match(head, /^HTTP\/1\.1 [1-4]\d\d/, `${request} ${headers}`)
          sent++
        }
      }
    }

    const logs = [plaza.log, ...(nginx ? [join(nginx.folder, 'access.log')] : [])]
    for (const log of logs) {
      const lines = readFileSync(log, 'utf8').trim().split('\n')
      for (const line of lines) assert.notProperty(JSON.parse(line), 'injected')
    }
    note({
      action: 'line breaks, quotes and control characters in paths, queries and headers',
      times: sent,
      expected: 'no additional header, and every log line is one JSON object',
      result: 'as expected',
    })
  })

  test('a query comes back in Link only in its checked form', async ({ assert }) => {
    const { plaza } = await deployment()
    const search = encodeURIComponent('a>; rel="next", <https://evil.example/\r\nX: 1')
    const { headers } = await new Client(plaza.port).get(`/posts?search=${search}&_junk=<x>`)
    assert.match(String(headers.link), /^<\/posts\?[\w=%.+&*-]+>; rel="first"$/)
    assert.notInclude(String(headers.link), 'junk')
  })
})
