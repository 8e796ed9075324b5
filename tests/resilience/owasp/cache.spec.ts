import { test } from '@japa/runner'
import { Client } from '#tests/resilience/support/client'
import { deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { freshName, person } from '#tests/resilience/support/people'
import { Subjects } from '#tests/resilience/owasp/subjects'
import { hasNginx } from '#tests/support/own_nginx'
import { sendBytes } from '#tests/support/wire'

/** Headers that are not part of a cache's key. */
const unkeyed = [
  { 'X-Forwarded-Host': 'evil.example' },
  { 'X-Forwarded-Proto': 'gopher' },
  { 'X-Forwarded-Port': '1' },
  { 'X-Forwarded-Prefix': '/evil' },
  { 'X-Host': 'evil.example' },
  { Forwarded: 'host=evil.example;proto=gopher' },
  { 'X-Original-URL': '/users/me' },
  { 'X-Rewrite-URL': '/users/me' },
  { 'X-HTTP-Method-Override': 'DELETE' },
  { Host: 'evil.example' },
  { Range: 'bytes=0-1' },
  { 'If-None-Match': '*' },
  { 'If-Match': '"x"' },
  { 'If-Modified-Since': 'Tue, 01 Jan 2036 00:00:00 GMT' },
  { 'If-Unmodified-Since': 'Tue, 01 Jan 2006 00:00:00 GMT' },
  { Accept: 'text/html' },
  { 'Accept-Encoding': 'gzip;q=0, identity;q=0' },
  { Authorization: '' },
  { Authorization: 'Bearer' },
  { Authorization: 'Basic YTpi' },
  { Cookie: 'access_token=a' },
  { Origin: 'https://evil.example' },
  { 'X-Request-Id': 'a'.repeat(65) },
  { 'Content-Type': 'application/json' },
  { 'Transfer-Encoding': 'chunked' },
  { Pragma: 'no-cache' },
  { 'Cache-Control': 'only-if-cached' },
  { TE: 'trailers' },
  { Connection: 'X-Request-Id, Authorization' },
]

/** The answer to a normal client, without the parts that change each time. */
const honest = async (port: number, path: string, headers: Record<string, string> = {}) => {
  const answer = await new Client(port).send('GET', path, { headers })
  const { 'x-request-id': id, date, age, connection, ...rest } = answer.headers
  return { status: answer.status, headers: rest, body: answer.body }
}

const rendered = (headers: Record<string, string>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`)

test.group('Pages behind Nginx', (group) => {
  group.tap((each) => each.skip(!hasNginx, 'there is no nginx'))

  test('are the same for the next client, whatever headers the first one sent', async ({
    assert,
  }) => {
    const { nginx, plaza } = await deployment()
    for (const headers of unkeyed) {
      // A separate page for each, never requested before.
      const path = `/posts?limit=1&_unknown=${freshName()}`
      const host = 'Host' in headers ? [] : ['Host: x']
      const lines = [
        `GET ${path} HTTP/1.1`,
        ...host,
        ...rendered(headers as {}),
        'Connection: close',
      ]
      const end = 'Transfer-Encoding' in headers ? '\r\n\r\n0\r\n\r\n' : '\r\n\r\n'
      await sendBytes(lines.join('\r\n') + end, nginx!.port)

      const direct = await honest(plaza.port, path)
      const { status, body } = await honest(nginx!.port, path)
      assert.deepEqual(
        { status, body },
        { status: direct.status, body: direct.body },
        JSON.stringify(headers)
      )
    }
    note({
      action: 'a header outside every cache key, then the same page without it',
      times: unkeyed.length,
      expected: 'the page of the next client is unchanged (cache poisoning)',
      result: 'as expected',
    })
  })

  test('that were requested without an Origin can be read by a script of another origin', async ({
    assert,
  }) => {
    const { nginx } = await deployment()
    const path = `/posts?limit=1&_unknown=${freshName()}`
    await honest(nginx!.port, path)
    const { headers } = await honest(nginx!.port, path, { Origin: 'https://client.example' })
    assert.equal(headers['access-control-allow-origin'], '*')
    assert.include(String(headers['access-control-expose-headers']).toLowerCase(), 'etag')
  })

  test('never show private answers, at any address', async ({ assert }) => {
    const square = await deployment()
    const owner = await person(square)
    const admin = await person(square, 'admin')
    const subjects = new Subjects(square.postgres, { owner: owner.id, admin: admin.id })
    const draft = await subjects.make('draft')
    const tails = [
      '',
      '/',
      '.css',
      '.js',
      '/x.css',
      '%2fx.css',
      ';x.css',
      '?x.css',
      '%00.css',
      '%0a.css',
      '//',
      '/..%2fposts',
      '#x.css',
      '%3f.css',
    ]
    const front = new Client(square.nginx!.port)

    const paths = [
      `/users/me`,
      `/users/${owner.id}`,
      `/posts/${draft}`,
      '/sessions',
      '/admin/users',
      `/users/${owner.id}/posts`,
    ]
    for (const path of paths.flatMap((each) => tails.map((tail) => each + tail))) {
      for (const { token } of [owner, admin]) await front.get(path, token)
      const { body } = await front.get(path)
      for (const secret of [owner.email, admin.email, '"published":false']) {
        assert.notInclude(body, secret, path)
      }
    }
    note({
      action: 'private answers, at an address that looks like a file, then without a token',
      times: paths.length * tails.length,
      expected: 'Nginx stores none of them (cache deception)',
      result: 'as expected',
    })
  })
})
