import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { findFreePort } from '../../bin/services/processes.js'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { ServerProcess } from '#tests/support/server_process'

const run = promisify(execFile)
const isMissing = !process.env.REDIS_URL

/** The Redis user that may read the log of refusals. */
const admin = ['--user', 'admin', 'on', '>admin', '~*', '&*', '+@all']

/** The server of plaza-redis.service, with the settings of a folder and another port. */
async function startRedis(folder: string, port: number) {
  const unit = await readFile(app.makePath('systemd/bare/plaza-redis.service'), 'utf8')
  const [, line] = /^ExecStart=((?:.*\\\n)*.*)$/m.exec(unit)!
  const text = await readFile(join(folder, 'redis.env'), 'utf8')
  const settings = new Map(
    [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value])
  )
  settings.set('PLAZA_REDIS_PORT', String(port))
  const [, ...words] = line
    .replaceAll('\\\n', '')
    .replaceAll('/opt/plaza/current', app.makePath())
    .replaceAll(/\$\{(\w+)\}/g, (_, name) => settings.get(name)!)
    .split(/\s+/)
  const server = spawn('redis-server', [...words, ...admin], { stdio: 'ignore' })
  return async () => {
    server.kill('SIGKILL')
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
  }
}

test.group('The Redis of an installation without Docker', (group) => {
  let folder: string
  let port: number
  let url: URL

  group.tap((one) => one.skip(isMissing, 'there is no redis-server'))
  group.setup(async () => {
    if (isMissing) return () => {}
    folder = await mkdtemp(join(tmpdir(), 'plaza-redis-'))
    await run('bash', [app.makePath('systemd/bare/init.sh'), folder])
    const text = await readFile(join(folder, 'plaza.env'), 'utf8')
    url = new URL(/^REDIS_URL=(\S+)$/m.exec(text)![1])
    port = await findFreePort()
    url.port = String(port)
    const end = await startRedis(folder, port)
    await eventually(async () => (await ask(['ping'], 'admin', 'admin')) === 'PONG')
    return async () => {
      await end()
      await rm(folder, { recursive: true })
    }
  })

  const ask = async (words: string[], user = url.username, password = url.password) => {
    const login = user ? ['--user', user, '--pass', password, '--no-auth-warning'] : []
    const { stdout } = await run('redis-cli', ['-p', String(port), ...login, ...words]).catch(
      ({ stdout: said, stderr }) => ({ stdout: `${said}${stderr}` })
    )
    return stdout.trim()
  }

  test('answers no client without the password of the service', async ({ assert }) => {
    assert.match(await ask(['get', 'plaza:x'], ''), /NOAUTH/)
    assert.match(await ask(['get', 'plaza:x'], 'plaza', 'another'), /NOAUTH|WRONGPASS/)
    assert.match(await ask(['get', 'plaza:x'], 'default', ''), /NOAUTH|WRONGPASS|AUTH/)
  })

  test('refuses `{line}`, which the service does not need')
    .with([
      { line: 'set another:x 1' },
      { line: 'get another:x' },
      { line: 'publish another x' },
      { line: 'config get *' },
      { line: 'config set dir /tmp' },
      { line: 'acl list' },
      { line: 'flushall' },
      { line: 'keys *' },
      { line: 'save' },
      { line: 'shutdown' },
      { line: 'module list' },
      { line: 'replicaof 127.0.0.1 1' },
      { line: 'client list' },
      { line: 'xadd plaza:x * a b' },
    ])
    .run(async ({ assert }, { line }) => {
      assert.match(await ask(line.split(' ')), /NOPERM/)
    })

  test('allows all commands of two workers: limits, cache, bus', async ({ assert, cleanup }) => {
    await emptyDatabase()
    await ask(['acl', 'log', 'reset'], 'admin', 'admin')
    const workers = await Promise.all([
      ServerProcess.start(url.href),
      ServerProcess.start(url.href),
    ])
    cleanup(() => Promise.all(workers.map((one) => one.stop())).then(() => {}))
    const [here, there] = workers
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const token = await here.signIn(author)
    const wrong = { username: author.username, password: 'not this one' }
    for (let count = 0; count < 2; count++) await here.send('POST', '/login', wrong)
    for (const worker of [here, there, here, there]) await worker.get(`/posts/${post.id}`)
    await here.send('PATCH', `/posts/${post.id}`, { title: 'Told to both' }, token)

    await eventually(async () => (await there.body(`/posts/${post.id}`)).title === 'Told to both')
    await eventually(async () => (await there.body('/health/ready')).status === 'ok')
    assert.notEqual(await ask(['dbsize'], 'admin', 'admin'), '0')
    assert.equal(await ask(['acl', 'log'], 'admin', 'admin'), '')
  })
})
