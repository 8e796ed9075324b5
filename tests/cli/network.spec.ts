import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { run } from '#cli/kernel'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { CapturedTerminal, plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { origin } from '#tests/support/server'

type Handle = (sent: IncomingMessage, answer: ServerResponse) => void

/** Forwards a request to the test server, as a proxy does. */
const pass: Handle = (sent, answer) => {
  const { method, headers } = sent
  const passed = request(origin + sent.url, { method, headers }, (response) => {
    answer.writeHead(response.statusCode!, response.headers)
    response.pipe(answer)
  })
  sent.pipe(passed)
}

/** Forwards the request, and loses its answer. */
const lose: Handle = (sent) => {
  const { method, headers } = sent
  const passed = request(origin + sent.url, { method, headers }, (response) => {
    response.resume().on('end', () => sent.socket.destroy())
  })
  sent.pipe(passed)
}

const reply =
  (status: number, headers: Record<string, string>, body = ''): Handle =>
  (_, answer) =>
    void answer.writeHead(status, headers).end(body)

let address: string
let home: string
let handle: Handle
let seen: IncomingMessage[]

/** The proxy between a moderator and the server. */
async function between(make: (handle: Handle) => Server) {
  home = await mkdtemp(join(tmpdir(), 'plaza-'))
  handle = pass
  seen = []
  const server = make((sent, answer) => {
    seen.push(sent)
    handle(sent, answer)
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return async () => {
    server.closeAllConnections()
    server.close()
    await rm(home, { recursive: true })
  }
}

test.group('plaza --remote, with network problems', (group) => {
  let moe: User

  group.each.setup(async () => {
    await emptyDatabase()
    moe = await UserFactory.apply('admin').merge({ username: 'moe' }).create()
    const end = await between(createServer)
    await there('login --username moe --password-stdin', { input: password })
    seen = []
    return end
  })

  const there = (line: string, { env = {}, ...setup }: any = {}) =>
    plaza(`${line} --remote http://${address}`, {
      env: { XDG_CONFIG_HOME: home, ...env },
      ...setup,
    })

  test('explains {what}')
    .with([
      {
        what: 'a redirect',
        says: 'redirects to https://other.example/',
        handle: reply(301, { location: 'https://other.example/' }),
      },
      {
        what: 'a page of a proxy',
        says: 'answered 502 (Bad Gateway): Plaza behind it does not answer',
        handle: reply(502, { 'content-type': 'text/html' }, '<h1>Bad Gateway</h1>'),
      },
      {
        what: 'a sign-in page',
        says: 'captive portal',
        handle: reply(200, { 'content-type': 'text/html' }, '<form>Room number</form>'),
      },
      {
        what: 'a network that wants a sign-in',
        says: 'wants a sign-in: 511',
        handle: reply(511, { 'content-type': 'text/html' }, '<a>Sign in</a>'),
      },
      {
        what: 'JSON without an end',
        says: 'is cut off',
        handle: reply(200, { 'content-type': 'application/json' }, '{"id":1,"user'),
      },
      {
        what: 'half of an answer',
        says: 'broke off',
        handle: reply(200, { 'content-type': 'application/json', 'content-length': '99' }, '{"id"'),
      },
      {
        what: 'another service',
        says: 'it is no Plaza',
        handle: reply(200, { 'content-type': 'text/plain' }, 'OK'),
      },
    ])
    .run(async ({ assert }, { says, handle: other }) => {
      handle = other

      const { code, err } = await there('whoami')

      assert.equal(code, 7)
      assert.include(err.trimEnd().split('\n').at(-1), says)
    })

  test('repeats a write whose answer is lost, tells the user, and writes once')
    .with([
      'users warn alice',
      'users silence alice --until 2100-01-01',
      'users create --email new@example.org --password-stdin',
    ])
    .run(async ({ assert }, line) => {
      await UserFactory.merge({ username: 'alice' }).create()
      let lost = 0
      handle = (sent, answer) =>
        sent.method === 'POST' && lost++ === 0 ? lose(sent, answer) : pass(sent, answer)

      const { code, err } = await there(`${line} --reason 'Spam again'`, {
        input: 'a plaza in the evening',
      })

      assert.equal(code, 0, err)
      assert.match(err, /again in 0.5 s/)
      assert.lengthOf(await db.from('audit_entries'), 1)
      const keys = seen
        .filter(({ method }) => method === 'POST')
        .map(({ headers }) => headers['idempotency-key'])
      assert.lengthOf(keys, 2)
      assert.equal(keys[0], keys[1])
      assert.isString(keys[0])
    })

  test('tries again when the server asks for it: {status}')
    .with([{ status: 503 }, { status: 429 }, { status: 502 }, { status: 504 }])
    .run(async ({ assert }, { status }) => {
      await PostFactory.merge({ userId: moe.id }).createMany(3)
      let refusals = 2
      handle = (sent, answer) =>
        refusals-- > 0
          ? reply(status, { 'retry-after': '1', 'content-type': 'text/html' }, 'Busy')(sent, answer)
          : pass(sent, answer)

      const { code, err } = await there('posts list')

      assert.equal(code, 0, err)
      assert.lengthOf(err.match(/again in (1|0.5) s/g)!, 2)
    })

  test('gives up if the server asks for too long a wait, or nothing changes', async ({
    assert,
  }) => {
    const problem = JSON.stringify({
      type: '/problems/x',
      title: 'Busy',
      status: 503,
      code: 'overloaded',
      detail: 'Plaza is busy.',
    })
    handle = reply(
      503,
      { 'retry-after': '3600', 'content-type': 'application/problem+json' },
      problem
    )

    const { code, err, json } = await there('posts list --json')

    assert.equal(code, 7)
    assert.equal(err, '')
    assert.equal(json.error.retry_after, 3600)
    assert.lengthOf(seen, 1)
  })

  test('exits with 130 on Ctrl-C while a server hangs, also during a batch')
    .with([{ within: 'a list' }, { within: 'a batch' }])
    .run(async ({ assert }, { within }) => {
      await PostFactory.merge({ userId: (await UserFactory.create()).id }).createMany(2)
      const file = join(home, 'plan.json')
      await there(`bulk plan --posts since:2d --action post.lock --reason spam --output ${file}`)
      const begun = Date.now()
      const terminal = new CapturedTerminal({ env: { XDG_CONFIG_HOME: home } })
      handle = (sent, answer) => {
        if (within === 'a batch' && sent.method === 'GET') pass(sent, answer)
        else terminal.end('interrupted')
      }

      const line = within === 'a batch' ? ['bulk', 'apply', file, '--yes'] : ['posts', 'list']
      const code = await run([...line, '--remote', `http://${address}`], terminal)

      assert.equal(code, 130)
      assert.isBelow(Date.now() - begun, 15_000)
      if (within === 'a batch') assert.include(terminal.messages, 'the same command again')
    })

  test('signs out locally even if no server answers', async ({ assert }) => {
    handle = (sent) => void sent.socket.destroy()

    const { code, err } = await there('logout')

    assert.equal(code, 7)
    assert.include(err, 'Signed out here')
    assert.equal(await readFile(join(home, 'plaza/sessions.json'), 'utf8'), '{}')
  })

  test('takes the server from PLAZA_REMOTE, and the local machine with --no-remote', async ({
    assert,
  }) => {
    const env = { XDG_CONFIG_HOME: home, PLAZA_REMOTE: `http://${address}` }

    const remote = await plaza('whoami --json', { env })
    const local = await plaza('whoami --json --no-remote --as moe', { env })
    const machine = await plaza('version', { env })
    const mixed = await plaza('whoami --as moe', { env })

    assert.deepEqual([remote.code, local.code, machine.code, mixed.code], [0, 0, 0, 2])
    assert.equal(remote.json.data.at, `http://${address}`)
    assert.include(local.json.data.at, 'this machine')
    assert.include(mixed.err, '--no-remote')
  })

  test('warns if PLAZA_ACTOR is not the signed-in user', async ({ assert }) => {
    const other = await there('whoami', { env: { PLAZA_ACTOR: 'ada' } })
    const same = await there('whoami', { env: { PLAZA_ACTOR: '@Moe' } })

    assert.match(
      other.err,
      /^PLAZA_ACTOR has no effect on a remote server: there you act as @moe\n$/
    )
    assert.equal(same.err, '')
  })
})

test.group('plaza --remote, over TLS', (group) => {
  group.each.setup(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plaza-'))
    const files = ['-keyout', join(folder, 'key'), '-out', join(folder, 'certificate')]
    const name = ['-subj', '/CN=plaza.example', '-days', '1', '-nodes', '-newkey', 'rsa:2048']
    execFileSync('openssl', ['req', '-x509', ...name, ...files], { stdio: 'ignore' })
    const key = await readFile(join(folder, 'key'))
    const cert = await readFile(join(folder, 'certificate'))
    await rm(folder, { recursive: true })
    return between((listener) => createTlsServer({ key, cert }, listener) as unknown as Server)
  })

  test('explains how to trust a private certificate', async ({ assert }) => {
    const line = `login --remote https://${address} --username x --password-stdin`
    const { code, err } = await plaza(line, { env: { XDG_CONFIG_HOME: home }, input: 'x' })

    assert.equal(code, 7)
    assert.include(err, 'self-signed')
    assert.include(err, 'NODE_EXTRA_CA_CERTS')
  })

  test('suggests http:// for a server without TLS', async ({ assert }) => {
    const line = `login --remote http://${address} --username x --password-stdin`
    const { code, err } = await plaza(line, { env: { XDG_CONFIG_HOME: home }, input: 'x' })

    assert.equal(code, 7)
    assert.include(err, 'broke off')
  })
})

test.group("plaza login, if it can't store the session", (group) => {
  group.each.setup(async () => {
    home = await mkdtemp(join(tmpdir(), 'plaza-'))
    return () => rm(home, { recursive: true })
  })

  test('fails before it asks for anything: {place}')
    .with([
      { place: '/proc/plaza', why: /./ },
      { place: 'file/below', why: /a part of the path is a file/ },
      { place: '/dev/null', why: /./ },
    ])
    .run(async ({ assert }, { place, why }) => {
      await writeFile(join(home, 'file'), '')
      const folder = place.startsWith('/') ? place : join(home, place)

      const { asked, code, err } = await plaza('login --remote http://127.0.0.1:9', {
        env: { XDG_CONFIG_HOME: folder },
        answers: [],
      })

      assert.equal(code, 2)
      assert.isEmpty(asked)
      assert.include(err, 'set XDG_CONFIG_HOME')
      assert.match(err, why)
    })

  test('explains what to do with an invalid session file', async ({ assert }) => {
    await mkdir(join(home, 'plaza'))
    await writeFile(join(home, 'plaza/sessions.json'), '{"a"')

    const { code, err } = await plaza('whoami --remote http://127.0.0.1:9', {
      env: { XDG_CONFIG_HOME: home },
    })

    assert.equal(code, 2)
    assert.include(err, 'delete it and sign in again')
  })
})
