import { once } from 'node:events'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { studioHeaders } from '#tests/support/studio'
import { Checkout } from './checkout.js'

const demo = 'correct horse battery'

/** Signs a demo account in. */
async function signIn(address: string): Promise<string> {
  const response = await fetch(`${address}/login`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'bob', password: demo }),
  })
  const { access_token: token } = (await response.json()) as { access_token: string }
  return token
}

const post = (url: string, body: object) =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

test.group('npm run dev', (group) => {
  let checkout: Checkout

  group.setup(async () => {
    checkout = await Checkout.create()
    return () => checkout.remove()
  })

  test('serves a fresh clone, and Ctrl-C leaves no process behind', async ({ assert }) => {
    const port = await freePort()
    // On a busy machine the first connection takes seconds.
    const env = { PORT: String(port), DB_ACQUIRE_TIMEOUT: '1m' }
    await makeStudioStale(checkout)
    const dev = checkout.run(['bin/setup.js', 'dev', '--studio'], env)
    await dev.says('Cache')

    assert.include(dev.output, `http://localhost:${port}/docs`)
    assert.include(dev.output, 'correct horse battery')
    const { status } = await fetch(`http://localhost:${port}/health/live`)
    assert.equal(status, 200)
    const address = `http://localhost:${port}`
    const token = await signIn(address)
    await fetch(`${address}/users/me/password`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'Authorization': `Bearer ${token}` },
      body: JSON.stringify({ current_password: demo, new_password: 'staple these together' }),
    })
    await dev.says('mail to bob@example.org: Your password was changed')
    const page = await (await fetch(`${address}/dev/mail`)).text()
    assert.include(page, '<h2>Your password was changed</h2>')
    assert.include(page, 'To bob@example.org')

    await post(`${address}/users`, { email: 'carol@example.org', password: 'a long walk home' })
    await dev.says('mail to carol@example.org: Confirm your e-mail http')
    const [, linked] = /\/account\/confirm#token=([\w-]{43})/.exec(dev.output)!
    const confirmed = await post(`${address}/email-confirmations`, { token: linked })
    assert.equal(confirmed.status, 204)
    const built = await (await fetch(`${address}/studio/`)).text()
    assert.include(built, '<title>Changed since the build</title>')
    await dev.says('Local:')
    const [, sources] = /Local: +(http:\/\/localhost:\d+)\/studio\//.exec(dev.output)!
    for (const path of ['/studio', '/studio/', '/studio/posts', '/studio/posts/1']) {
      const asked = fetch(`${sources}${path}`, { headers: { Accept: 'text/html' } })
      assert.include(await (await asked).text(), '/studio/@vite/client', path)
    }
    const session = {
      method: 'PUT',
      headers: { ...studioHeaders, 'Content-Type': 'application/json' },
    }
    assert.equal((await fetch(`${sources}/studio/session`, session)).status, 204)
    assert.equal((await fetch(`${sources}/health/live`)).status, 200)
    const { mode } = await stat(join(checkout.path, '.env'))
    assert.equal(mode & 0o777, 0o600)

    dev.pressCtrlC()
    assert.equal(await dev.exitCode(), 0)
    assert.isEmpty(checkout.processes())
  })

  test('reports a taken port in one line, and starts nothing', async ({ assert, cleanup }) => {
    const squatter = createServer().listen(0, 'localhost')
    cleanup(() => void squatter.close())
    await once(squatter, 'listening')
    const { port } = squatter.address() as AddressInfo

    const dev = checkout.run(['bin/setup.js', 'dev'], { PORT: String(port) })

    assert.equal(await dev.exitCode(), 1)
    assert.match(dev.output.replace('Wrote .env with fresh secrets\n', ''), oneLineAbout(port))
    assert.isEmpty(checkout.processes())
  })

  test('names every missing variable in production', async ({ assert }) => {
    const server = checkout.run(['--import=./bin/typescript.js', 'bin/server.ts'], {
      NODE_ENV: 'production',
      // Without the .env that the tests above made.
      ENV_PATH: join(checkout.path, 'tmp'),
    })

    assert.equal(await server.exitCode(), 1)
    const lines = server.output.trim().split('\n')
    assert.equal(lines.shift(), 'Plaza does not start:')
    assert.deepEqual(
      lines.map((line) => line.trim().split(' ')[0]),
      ['HOST', 'APP_KEY', 'JWT_KEYS', 'DATABASE_URL', 'REDIS_URL']
    )
  })
})

test.group('npm run ace', () => {
  test('make:migration numbers the file like its neighbours, and keeps its name', async ({
    assert,
    cleanup,
  }) => {
    const checkout = await Checkout.create()
    cleanup(() => checkout.remove())
    const migrations = () => readdir(join(checkout.path, 'database/migrations'))
    const before = await migrations()

    const made = checkout.run(['bin/setup.js', 'ace', 'make:migration', 'sort tags by use'])
    assert.equal(await made.exitCode(), 0, made.output)

    const [name, ...more] = (await migrations()).filter((one) => !before.includes(one))
    const last = Math.max(...before.map((one) => Number.parseInt(one)))
    assert.equal(name, `${String(last + 1).padStart(4, '0')}_sort_tags_by_use.ts`)
    assert.isEmpty(more)
  })
})

/** Leaves what an older build made, beside newer sources. */
async function makeStudioStale({ path }: Checkout) {
  const built = join(path, 'nginx/static/studio')
  await mkdir(built, { recursive: true })
  await writeFile(join(built, 'index.html'), 'stale')
  const source = join(path, 'studio/index.html')
  const html = await readFile(source, 'utf8')
  await writeFile(
    source,
    html.replace(/<title>.*<\/title>/, '<title>Changed since the build</title>')
  )
}

function oneLineAbout(port: number): RegExp {
  return new RegExp(`^[^\\n]*port ${port} is taken[^\\n]*\\n$`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
