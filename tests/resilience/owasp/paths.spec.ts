import { test } from '@japa/runner'
import { Client } from '#tests/resilience/support/client'
import { deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { hasNginx } from '#tests/support/own_nginx'
import { sendBytes } from '#tests/support/wire'

/** Other spellings of a path that two servers may read differently. */
const disguises = (path: string) => {
  const [, first, rest] = /^\/(.)(.*)$/.exec(path)!
  const hex = `%${first.charCodeAt(0).toString(16)}`
  return [
    ...[path, `${path}/`, `${path}//`, `/${path}`, `//${path}`, `/.${path}`, `/.//.${path}`],
    ...[`/x/..${path}`, `/x/%2e%2e${path}`, `/x/..%2f${first}${rest}`, `/x%2f..${path}`],
    ...[`/${hex}${rest}`, `/%25${hex.slice(1)}${rest}`, path.toUpperCase(), `${path}%2f`],
    ...[`${path}/.`, `${path}/x/..`, `${path}/..;/`, `${path};x`, `${path};`, `${path}%3b`],
    ...[`${path}%00`, `${path}%20`, `${path}%09`, `${path}?x`, `${path}%3fx`, `${path}#x`],
    ...[`${path}%23`, `${path}.`, `${path}.json`, `\\${first}${rest}`, `/%5c${first}${rest}`],
    ...[`${path}/%2e`, `/%2e${path}`, `/;x${path}`, `/..${path}`, `/%2f${first}${rest}`],
    ...[`http://x${path}`, `http://x/${path}`, `${path}\\`, `${path}%c0%af`, `${path}%ef%bc%8f`],
  ]
}

const answer = (path: string, port: number, method = 'GET') =>
  sendBytes(`${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, port)

test.group('Paths that Nginx and the app may read differently', (group) => {
  group.tap((each) => each.skip(!hasNginx, 'there is no nginx'))

  test("{path} can't be reached from outside in any spelling")
    .with([
      { path: '/metrics', inside: 'plaza_build_info|# HELP' },
      { path: '/health/ready', inside: '"isHealthy"|"ready"|"checks"|"status":"ok"' },
    ])
    .run(async ({ assert }, { path, inside }) => {
      const { nginx, plaza } = await deployment()
      assert.match(await answer(path, plaza.port), new RegExp(`200 OK[^]*(${inside})`))

      const written = disguises(path)
      for (const each of written) {
        for (const method of ['GET', 'HEAD', 'OPTIONS', 'TRACE']) {
          const received = await answer(each, nginx!.port, method)
          assert.notMatch(received, new RegExp(inside), each)
          if (method === 'GET') assert.notMatch(received, /^HTTP\/1\.1 200/, each)
        }
      }
      note({
        action: `${path} through Nginx, otherwise written`,
        times: written.length * 4,
        expected: "operator routes can't be reached",
        result: 'as expected',
      })
    })

  test('staff routes are closed in any spelling', async ({ assert }) => {
    const { nginx, plaza } = await deployment()
    for (const path of disguises('/admin/users')) {
      for (const port of [nginx!.port, plaza.port]) {
        assert.notMatch(await answer(path, port), /^HTTP\/1\.1 200/, path)
      }
    }
  })

  test('no path leads to other files', async ({ assert }) => {
    const { plaza } = await deployment()
    const client = new Client(plaza.port)
    const escapes = [
      '..',
      '%2e%2e',
      '..%2f..',
      '%2e%2e%2fpackage.json',
      '..%5c',
      '%00',
      'plaza.js%00',
    ]
    for (const escape of escapes) {
      for (const file of ['', '/package.json', '%2fpackage.json', '/etc/passwd']) {
        const { status, body } = await client.get(`/docs/${escape}${file}`)
        assert.oneOf(status, [400, 404], body)
      }
    }
  })
})
