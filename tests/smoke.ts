import { spawn, spawnSync } from 'node:child_process'
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startTestServices } from '../bin/services.js'
import { findFreePort } from '../bin/services/processes.js'

/*
 * Tests the output of `npm run build` as production would run it:
 * node --import=./bin/typescript.js tests/smoke.ts
 */

const BUILD = fileURLToPath(new URL('../build', import.meta.url))
const TIMEOUT_MS = 20_000

await refusesToStartBare()

await startTestServices()
const { PATH, DATABASE_URL, REDIS_URL } = process.env
assert(REDIS_URL, 'the production build needs Redis: install redis-server')
const port = await findFreePort()
const env = {
  PATH,
  DATABASE_URL,
  REDIS_URL,
  HOST: '127.0.0.1',
  PORT: String(port),
  APP_KEY: secret(),
  JWT_KEYS: `smoke:${secret()}`,
}

const migration = spawnSync(process.execPath, ['bin/plaza.js', 'db', 'migrate'], {
  cwd: BUILD,
  env,
  encoding: 'utf8',
})
assert.equal(migration.status, 0, migration.stdout + migration.stderr)

const server = spawn(process.execPath, ['bin/server.js'], { cwd: BUILD, env, stdio: 'inherit' })
process.once('exit', () => server.kill('SIGKILL'))

await answers('/health/ready')
const credentials = { username: 'smoke', password: secret() }
const account = { ...credentials, email: 'smoke@example.org' }
const signUp = await post('/users', account)
assert.equal(signUp.status, 201, 'POST /users')
assert.match(await storedPassword(), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/, 'the cost of OWASP')
const login = await post('/login', credentials)
assert.equal(login.status, 200, 'POST /login')
assert.ok(((await login.json()) as { access_token?: string }).access_token, 'an access token')
const mistyped = await fetch(url('/posts?serch=lamps'))
assert.match(await mistyped.text(), /no parameter \\"serch\\"; the nearest is \\"search/)
const unknown = await post('/users', { ...account, emial: 'smoke@example.org' })
assert.match(await unknown.text(), /no member \\"emial\\"; the nearest is \\"email/)

server.kill('SIGTERM')
assert.deepEqual(await once(server, 'exit'), [0, null], 'SIGTERM ends it gracefully')

const cluster = spawn(process.execPath, ['bin/cluster.js'], { cwd: BUILD, env, stdio: 'inherit' })
process.once('exit', () => cluster.kill('SIGKILL'))
await answers('/health/ready')
cluster.kill('SIGTERM')
assert.deepEqual(await once(cluster, 'exit'), [0, null], 'and the cluster')
console.log(
  'The production build refuses to start bare, serves, signs up, logs in, refuses unknown names and stops'
)
process.exit()

async function storedPassword(): Promise<string> {
  const client = new pg.Client({ connectionString: DATABASE_URL })
  await client.connect()
  const { rows } = await client.query('select password from users')
  await client.end()
  return rows[0].password
}

async function refusesToStartBare(): Promise<void> {
  const { status, stderr } = spawnSync(process.execPath, ['bin/server.js'], {
    cwd: BUILD,
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  })
  assert.equal(status, 1, `without its environment it ends with 1\n${stderr}`)
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'APP_KEY', 'JWT_KEYS']) {
    assert.match(stderr, new RegExp(name), `and names ${name}`)
  }
}

function secret(): string {
  return randomBytes(36).toString('base64url')
}

function url(path: string): string {
  return `http://127.0.0.1:${port}${path}`
}

function post(path: string, body: object): Promise<Response> {
  return fetch(url(path), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function answers(path: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS
  const isFine = () =>
    fetch(url(path)).then(
      ({ ok }) => ok,
      () => false
    )
  while (!(await isFine())) {
    assert.ok(Date.now() < deadline, `${path} answers with 200 in time`)
    await sleep(100)
  }
}
