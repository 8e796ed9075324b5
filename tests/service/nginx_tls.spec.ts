import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { hasNginx, OwnNginx } from '#tests/support/own_nginx'
import { listener } from '#tests/support/server'

test.group('Nginx with TLS', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))
  let nginx: OwnNginx

  group.setup(async () => {
    if (hasNginx) nginx = await OwnNginx.start('tls', listener)
  })
  group.teardown(() => nginx?.stop())

  const curl = (...args: string[]) => promisify(execFile)('curl', ['-sk', ...args])

  test('redirects plain HTTP to TLS', async ({ assert }) => {
    const response = await fetch(`${nginx.url}/posts?limit=1`, { redirect: 'manual' })
    assert.equal(response.status, 308)
    assert.equal(response.headers.get('location'), 'https://127.0.0.1/posts?limit=1')
  })

  test('speaks HTTP/2, and sends HSTS', async ({ assert }) => {
    const { stdout } = await curl('-i', '--http2', `${nginx.tls}/posts`)
    assert.match(stdout, /^HTTP\/2 200/)
    assert.match(stdout, /^strict-transport-security: max-age=63072000\r$/im)
    assert.match(stdout, /^x-content-type-options: nosniff\r$/im)
  })

  test('answers certbot over plain HTTP', async ({ assert }) => {
    const folder = join(nginx.folder, '.well-known/acme-challenge')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'token'), 'proof')
    const response = await fetch(`${nginx.url}/.well-known/acme-challenge/token`)
    assert.equal(await response.text(), 'proof')
  })

  test('refuses versions before TLS 1.2', async ({ assert }) => {
    await assert.rejects(() => curl('--tls-max', '1.1', `${nginx.tls}/posts`))
  })
})
