import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from '@japa/runner'
import { UserFactory, password } from '#database/factories/user_factory'
import { emptyDatabase, row } from '#tests/support/database'
import { hasNginx, OwnNginx, problemOf } from '#tests/support/own_nginx'
import { openWrites, routes } from '#tests/support/routes'
import { listener } from '#tests/support/server'

/** The number of refusals among simultaneous requests, and one of the refusals. */
async function refused(count: number, ask: (time: number) => Promise<Response>) {
  const answers = await Promise.all(Array.from({ length: count }, (_, time) => ask(time)))
  const late = answers.filter(({ status }) => status === 429)
  return { count: late.length, one: late[0] }
}

/** Mail servers have a key, mail programs of many readers share an address, and the end of a session is never limited. */
const isExempt = (name: string) =>
  ['bounces.store', 'unsubscribes.store', 'studio.sessions.destroy'].includes(name)

test.group('Nginx with narrow limits', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))
  let nginx: OwnNginx

  group.setup(async () => {
    if (!hasNginx) return
    nginx = await OwnNginx.start('plain', listener, {
      PLAZA_READ_RATE: '1r/m',
      PLAZA_WRITE_RATE: '1r/m',
      PLAZA_LOGIN_RATE: '1r/m',
      PLAZA_CONNECTIONS: '1000',
      PLAZA_CLIENT_TIMEOUT: '1s',
      PLAZA_TRUSTED_PROXIES: '127.0.0.1, 192.0.2.0/24',
    })
  })
  group.teardown(() => nginx?.stop())

  /** Sends a request from an address, as a proxy in front would. */
  const ask = (from: string, path: string, method = 'GET') =>
    fetch(nginx.url + path, { method, headers: { 'X-Forwarded-For': from } })

  test('has separate zones for reads, writes and logins', async ({ assert }) => {
    const from = '198.51.100.1'
    const strangers = await refused(14, () => ask(from, '/login', 'POST'))
    assert.equal(strangers.count, 3)
    const writes = await refused(34, () => ask(from, '/nowhere', 'DELETE'))
    // Logins count as writes too.
    assert.equal(writes.count, 4)
    const reads = await refused(205, () => ask(from, '/robots.txt'))
    assert.equal(reads.count, 4)
    for (const { one } of [strangers, writes, reads]) {
      const { says, ought } = await problemOf(one, 'rate_limited')
      assert.containsSubset(says, ought)
      assert.equal(one.headers.get('retry-after'), '2')
    }
  })

  test('counts an IPv6 address by its /64', async ({ assert }) => {
    const near = await refused(12, (time) => ask(`2001:db8:0:1::${time}`, '/login', 'POST'))
    const far = await refused(12, (time) => ask(`2001:db8:${time}::1`, '/login', 'POST'))
    assert.deepEqual([near.count, far.count], [1, 0])
  })

  test('applies the strict zone in every spelling of a path')
    .with([
      ['/login/', '203.0.113.1'],
      ['//login', '203.0.113.2'],
      ['/%6cogin', '203.0.113.3'],
      ['/token//refresh', '203.0.113.4'],
    ])
    .run(async ({ assert }, [path, from]) => {
      const { count } = await refused(12, () => ask(from, path, 'POST'))
      assert.equal(count, 1)
    })

  test('applies the strict zone to every write that needs no session', async ({ assert }) => {
    const strict = routes().filter(({ name }) => openWrites.includes(name!) && !isExempt(name!))
    assert.isAbove(strict.length, 10)
    for (const [index, { pattern, methods }] of strict.entries()) {
      const path = pattern.replace(/:\w+/, 'keycloak')
      const from = `192.0.1.${index}`
      const { count } = await refused(12, () => ask(from, path, methods[0]))
      assert.equal(count, 1, path)
    }
  })

  test('trusts a configured proxy, and no address that the proxy forwards', async ({ assert }) => {
    await emptyDatabase()
    const { id, username } = await UserFactory.create()
    const response = await fetch(`${nginx.url}/login`, {
      method: 'POST',
      body: new URLSearchParams({ username, password }),
      headers: { 'X-Forwarded-For': '203.0.113.66, 198.51.100.7, 192.0.2.1' },
    })
    assert.equal(response.status, 200)
    assert.equal((await row('sessions', { user_id: id })).address, '198.51.100.7')
  })

  test('closes the connection of a client that is too slow with {0}')
    .with([
      ['the headers', 'GET / HTTP/1.1\r\nHost: x\r\n'],
      ['the body', 'POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{'],
    ])
    .run(async ({ assert }, [, bytes]) => {
      const socket = connect(nginx.port, '127.0.0.1')
      socket.write(bytes)
      // The connection is reset, or this test would end first.
      const end = await text(socket).catch(({ code }) => code)
      assert.include(['', 'ECONNRESET'], end)
    })
})

test.group('Nginx for longer or shorter bodies', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))

  test('has the same limit as the app', async ({ assert, cleanup }) => {
    const nginx = await OwnNginx.start('plain', listener, { BODY_LIMIT: '1KB' })
    cleanup(() => nginx.stop())
    const send = (bytes: number) =>
      fetch(`${nginx.url}/login`, { method: 'POST', body: 'x'.repeat(bytes) })
    assert.notEqual((await send(1024)).status, 413)
    assert.equal((await send(1025)).status, 413)
  })
})
