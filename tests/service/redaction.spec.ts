import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { request as send } from 'node:http'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { ServerProcess } from '#tests/support/server_process'
import { studioHeaders } from '#tests/support/studio'

const redisUrl = process.env.REDIS_URL ?? ''
const database = new URL(process.env.DATABASE_URL!)

/** Secrets that no log may hold. */
const secrets: Record<string, string> = {
  'an e-mail': 'canary-mail@example.org',
  'an e-mail, encoded': 'canary-mail%40example.org',
  'a password': 'canary-password-7f3a',
  'a bearer token': 'canary-bearer-51c0',
  'a refresh token': 'canary-refresh-9be2',
  'the token of a preview': 'canary-preview-28e4',
  'a cookie': 'canary-cookie-33d8',
  'the password of the mail server': 'canary-smtp-0d4e',
  'the BOUNCES_KEY': 'canary-bounces-77b1',
  'the MEDIA_S3_ACCESS_KEY': 'canary-s3-access-19a7',
  'the MEDIA_S3_SECRET_KEY': 'canary-s3-secret-84d2',
  'the APP_KEY': process.env.APP_KEY!,
  'the JWT_KEYS': process.env.JWT_KEYS!.split(':')[1],
  'the password of the database': database.password,
}
const email = secrets['an e-mail']
const canaries = {
  email,
  username: email,
  password: secrets['a password'],
  current_password: secrets['a password'],
  new_password: secrets['a password'],
  refresh_token: secrets['a refresh token'],
  token: secrets['a bearer token'],
  title: email,
  content: `${email} ${secrets['a password']}`,
  reason: email,
  details: email,
}
/** A valid body, so that the request reaches the database. */
const signUp = { email, username: 'canary', password: secrets['a password'] }

const bodies = [
  JSON.stringify(canaries),
  JSON.stringify(signUp),
  JSON.stringify({ username: email, password: secrets['a password'] }),
  JSON.stringify({ post_id: email, vote_dir: email }),
  `{"email":"${email}","password":"${secrets['a password']}`,
  `${secrets['a password']} ${email}`,
]

/** Renames objects of the database, so that requests fail in different ways. */
const faults = {
  'nothing': ['select 1', 'select 1'],
  'a row that the database refuses': [
    `alter table users add constraint no_canary check (email not like '%canary%') not valid`,
    'alter table users drop constraint no_canary',
  ],
  'a value that the database can not read': [
    `create function read_canary() returns trigger language plpgsql as
       'begin perform new.email::int; return new; end';
     create trigger canary before insert on users for each row execute function read_canary()`,
    'drop function read_canary cascade',
  ],
  'a trigger that names the value': [
    `create function name_canary() returns trigger language plpgsql as
       'begin raise exception ''not %'', new.email; end';
     create trigger canary before insert on users for each row execute function name_canary()`,
    'drop function name_canary cascade',
  ],
  'a table that is gone': ['alter table users rename to gone', 'alter table gone rename to users'],
}

test.group('The log', (group) => {
  let server: ServerProcess
  let tokens: Record<string, string>

  group.setup(async () => {
    server = await ServerProcess.start(redisUrl, {
      LOG_LEVEL: 'trace',
      FORCE_COLOR: undefined,
      LIMIT_LOGIN: '100000/1m',
      LIMIT_LOGIN_ACCOUNT: '100000/1m',
      LIMIT_LOGIN_IP: '100000/1m',
      LIMIT_SIGNUP: '100000/1m',
      LIMIT_WRITE: '100000/1m',
      LIMIT_MAIL: '100000/1m',
      LIMIT_MAIL_IP: '100000/1m',
      // No server listens there, so each mail fails.
      MAIL_URL: `smtp://plaza:${secrets['the password of the mail server']}@127.0.0.1:1`,
      MAIL_FROM: 'no-reply@plaza.test',
      VERIFY_EMAIL: 'optional',
      BOUNCES_KEY: secrets['the BOUNCES_KEY'],
      // Nor does a bucket.
      MEDIA_S3_BUCKET: 'canary',
      MEDIA_S3_ENDPOINT: 'http://127.0.0.1:1',
      MEDIA_S3_ACCESS_KEY: secrets['the MEDIA_S3_ACCESS_KEY'],
      MEDIA_S3_SECRET_KEY: secrets['the MEDIA_S3_SECRET_KEY'],
    })
    return () => server.stop()
  })
  group.each.setup(async () => {
    await emptyDatabase()
    const user = await UserFactory.apply('admin').create()
    const { body } = await server.send('POST', '/login', { username: user.username, password })
    tokens = { access: body.access_token, refresh: body.refresh_token }
    const scopes = ['read', 'posts.publish', 'users.manage']
    const fields = { name: 'Canary', scopes }
    const made = await server.send('POST', '/tokens', fields, body.access_token)
    tokens.personal = made.body.token
    server.output = ''
  })

  /** Every route with every body, with and without a token, and secrets in every place that takes them. */
  async function askEverything() {
    for (const { methods, pattern } of router.toJSON().root) {
      if (/logout|metrics|docs|openapi|studio\/[*a]/.test(pattern)) continue
      const paths = [pattern.replace(/:\w+/g, '1'), pattern.replace(/:\w+/g, email)]
      const isRead = methods.includes('GET')
      for (const path of new Set(paths)) {
        for (const body of isRead ? [undefined] : bodies) {
          for (const token of [tokens.access, tokens.personal, secrets['a bearer token']]) {
            if (methods[0] === 'DELETE' && path === '/users/me' && token === tokens.access) continue
            await ask(methods[0], path, token, body)
          }
          await ask(methods[0], path, undefined, body)
        }
      }
    }
    await ask('GET', `/previews/${secrets['the token of a preview']}`)
    await ask('GET', '/users/me', `${tokens.personal}0`)
    await ask('POST', '/token/refresh', undefined, `{"refresh_token":"${tokens.personal}"}`)
    const bounces = JSON.stringify({ bounces: [{ email, type: 'hard' }] })
    await ask('POST', '/hooks/bounces', secrets['the BOUNCES_KEY'], bounces)
    await ask('POST', '/hooks/bounces', `${secrets['the BOUNCES_KEY']}x`, bounces)
    await server.send('POST', '/token/refresh', { refresh_token: tokens.refresh })
    const upload = new FormData()
    upload.set('file', new Blob(['canary']), 'canary.txt')
    const headers = { Authorization: `Bearer ${tokens.access}` }
    await fetch(`http://127.0.0.1:${server.port}/media`, { method: 'POST', headers, body: upload })
  }

  /** Also sends requests that `fetch` refuses to send. */
  function ask(method: string, path: string, token?: string, body?: string) {
    const asked = {
      search: email,
      email,
      token: secrets['a bearer token'],
      password: secrets['a password'],
      cursor: secrets['a refresh token'],
    }
    // A write refuses an unknown parameter, unless it begins with an underscore.
    const start = method === 'GET' ? '' : '_'
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(asked)) query.set(start + name, value)
    return new Promise<string>((resolve, reject) => {
      send(
        {
          port: server.port,
          method,
          path: `${path}?${query}`,
          headers: {
            'User-Agent': email,
            'Referer': `https://example.org/?token=${secrets['a bearer token']}`,
            'Cookie': `session=${secrets['a cookie']}; plaza_studio=${secrets['a refresh token']}`,
            ...studioHeaders,
            'Content-Type': 'application/json',
            'Idempotency-Key': `${secrets['a bearer token']}-${path}`,
            'X-Forwarded-For': email,
            // Otherwise Node sends the body of a DELETE as if it were another request.
            ...(body && { 'Content-Length': Buffer.byteLength(body) }),
            ...(token && { Authorization: `Bearer ${token}` }),
          },
        },
        (response) => text(response).then(resolve, reject)
      )
        .on('error', reject)
        .end(body)
    })
  }

  function leaks(log: string) {
    const all = {
      ...secrets,
      'an access token': tokens?.access,
      'its refresh token': tokens?.refresh,
      'a personal token': tokens?.personal,
    }
    return Object.entries(all).flatMap(([name, secret]) => {
      const at = log.indexOf(secret)
      return at < 0 ? [] : [`${name}: …${log.slice(Math.max(at - 100, 0), at + 60)}…`]
    })
  }

  for (const [fault, [breakIt, mendIt]] of Object.entries(faults)) {
    test(`has no secret when the database has ${fault}`, async ({ assert, cleanup }) => {
      await db.rawQuery(breakIt)
      let isBroken = true
      const mend = async () => {
        if (isBroken) await db.rawQuery(mendIt)
        isBroken = false
      }
      cleanup(mend)
      await askEverything()
      await mend()

      const lines = server.output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      const requests = lines.filter(({ msg }) => msg === 'request')
      assert.isAbove(requests.length, 500)
      assert.isTrue(lines.every(({ pid, hostname, name }) => pid && hostname && name === 'plaza'))
      assert.isTrue(requests.some(({ status }) => status === 422))
      assert.equal(
        fault !== 'nothing',
        requests.some(({ status }) => status === 500)
      )
      assert.equal(
        fault !== 'nothing',
        lines.some(({ msg }) => msg === 'request failed')
      )
      assert.deepEqual(leaks(server.output), [])
    }).timeout(60_000)
  }

  test('of PostgreSQL has no secret either', async ({ assert }) => {
    const { rows } = await db.rawQuery('show data_directory')
    const log = () => readFile(join(dirname(rows[0].data_directory), 'log'), 'utf8')
    const before = (await log()).length
    const [breakIt, mendIt] = faults['a row that the database refuses']
    const signUps = () => server.send('POST', '/users', signUp)

    assert.equal((await signUps()).status, 201)
    assert.equal((await signUps()).status, 409)
    await db.rawQuery(breakIt)
    const refused = await server.send('POST', '/users', {
      ...signUp,
      email: `x${signUp.email}`,
      username: 'canary2',
    })
    await db.rawQuery(mendIt)

    assert.equal(refused.status, 500)
    const lines = (await log()).slice(before)
    assert.match(lines, /violates check constraint "no_canary"/)
    assert.deepEqual(leaks(lines), [])
  })

  test('has no secret after an uncaught error', async ({ assert }) => {
    const thrower = `process.on('SIGUSR2', () => {
      const { CANARY_MAIL: mail, CANARY_PASSWORD: detail } = process.env
      throw Object.assign(new Error(mail), { detail })
    })`
    const doomed = await ServerProcess.start(redisUrl, {
      FORCE_COLOR: undefined,
      CANARY_MAIL: email,
      CANARY_PASSWORD: secrets['a password'],
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(thrower)}`,
    })
    doomed.signal('SIGUSR2')

    assert.equal(await doomed.ended(), 1)
    assert.include(doomed.output, '"msg":"uncaught error"')
    assert.deepEqual(leaks(doomed.output), [])
  })
})

test.group('With a wrong address of the database', () => {
  const wrong = new URL(database)
  wrong.password = secrets['a password']
  const addresses = [
    { what: 'its password', address: wrong.href },
    { what: 'its form', address: `postgres://plaza:${secrets['a password']}@[::1/plaza` },
    { what: 'its encoding', address: `postgres://plaza:${secrets['a password']}%zz@[::1]/plaza` },
    { what: 'its port', address: `postgres://plaza:${secrets['a password']}@127.0.0.1:1/plaza` },
  ]

  test('a server does not print the password: {what}')
    .with(addresses)
    .run(async ({ assert }, { address }) => {
      const env = {
        DATABASE_URL: address,
        LOG_LEVEL: 'trace',
        FORCE_COLOR: undefined,
        // A busy machine would refuse the request before it needs the database.
        OVERLOAD_LAG: '1m',
      }
      const said = await ServerProcess.start(redisUrl, env).then(
        async (server) => {
          let answers = ''
          // Until it has tried to connect, it says only that it is starting.
          await eventually(async () => {
            const { status, text: answer } = await server.get('/posts')
            assert.isAtLeast(status, 500)
            answers += answer
            return server.output.includes('request refused')
          })
          await server.stop()
          return server.output + answers
        },
        (error) => String(error)
      )

      assert.match(said, /DATABASE_URL|request refused/)
      assert.notInclude(said, secrets['a password'])
    })

  test('a command does not print the password: {what}')
    .with(addresses)
    .run(({ assert }, { address }) => {
      const { status, said } = plaza(['users', 'list', '--verbose'], { DATABASE_URL: address })
      assert.notEqual(status, 0)
      assert.match(said, /^error: /m)
      assert.notInclude(said, secrets['a password'])
    })
})

test.group('A command', (group) => {
  group.each.setup(emptyDatabase)

  test('prints no secret when the database refuses a row', async ({ assert, cleanup }) => {
    const [breakIt, mendIt] = faults['a row that the database refuses']
    await db.rawQuery(breakIt)
    cleanup(() => db.rawQuery(mendIt))
    const options = ['--email', email, '--username', 'canary', '--role', 'admin', '--reason', 'why']

    const { status, said } = plaza(
      ['users', 'create', ...options, '--password-stdin', '--verbose'],
      {},
      secrets['a password']
    )

    assert.equal(status, 1)
    assert.match(said, /no_canary/)
    for (const [name, secret] of Object.entries(secrets)) assert.notInclude(said, secret, name)
  })
})

/** Runs a command to its end. */
function plaza(args: string[], env: NodeJS.ProcessEnv = {}, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/plaza.js', ...args], {
    cwd: app.makePath(),
    env: { ...process.env, LOG_LEVEL: 'trace', ...env },
    input,
    encoding: 'utf8',
    timeout: 25_000,
  })
  return { status, said: stdout + stderr }
}
