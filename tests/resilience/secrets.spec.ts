import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { BUILD, buildOnce } from '#tests/resilience/support/build'
import { canary, countCanaries, findCanaries } from '#tests/resilience/support/canaries'
import { Client, type Account, type Asked } from '#tests/resilience/support/client'
import { Deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import {
  bouncesKey,
  leakLinks,
  mailServerWithPassword,
} from '#tests/resilience/support/leaked_links'
import { freshName, person } from '#tests/resilience/support/people'
import { totpOf } from '#tests/support/authenticator'
import { eventually } from '#tests/support/eventually'
import { studioHeaders } from '#tests/support/studio'

/** Secrets in their places, and in places where people enter them by mistake. */
async function leakSecrets(client: Client, account: Account) {
  const { name, email, password, token, refreshToken } = account
  const broken = `{"email":"${email}","password":"${password}"`
  const json = { 'Content-Type': 'application/json' }
  const asked = [
    client.post('/users', { email, password }),
    client.post('/users', { email: `other-${email}`, username: name, password }),
    client.post('/users', { email, password }, { headers: { 'Idempotency-Key': randomUUID() } }),
    client.post('/users', { email: password, password: email, username: password }),
    client.post('/login', { username: email, password: `${password}?` }),
    client.post('/login', { username: password, password: email }),
    client.post('/login', broken, { headers: json }),
    client.post('/token/refresh', { refresh_token: refreshToken.slice(0, -1) }),
    client.post('/token/refresh', { refresh_token: token }),
    client.send('PATCH', '/users/me', {
      body: { email: `new-${email}`, current_password: password },
      token,
    }),
    client.send('PATCH', '/users/me', { body: { email: password, bio: 5 }, token }),
    client.send('PUT', '/users/me/password', {
      body: { current_password: password, new_password: 'short' },
      token,
    }),
    client.send('DELETE', '/users/me', { body: { password: `${password}!` }, token }),
    client.get('/users/me', `${token}x`),
    client.get(`/posts?search=${encodeURIComponent(password)}&access_token=${token}`),
    client.get(`/posts?cursor=${refreshToken}`),
    client.get('/posts', `${refreshToken}`),
  ]
  const others =
    (await leakPreview(client, account)) +
    (await leakCookie(client, account)) +
    (await leakPersonalToken(client, account)) +
    (await leakFactor(client, account)) +
    (await leakSignIn(client))
  return (await Promise.all(asked)).length + others
}

/** The cookie of the studio holds a refresh token. */
async function leakCookie(client: Client, { name, password }: Account) {
  const ask = (method: string, asked: Asked) =>
    client.send(method, '/studio/session', {
      ...asked,
      headers: { ...studioHeaders, ...asked.headers },
    })
  const { headers } = await ask('POST', { body: { username: name, password } })
  const [, token] = /^plaza_studio=([^;]+);/.exec(headers['set-cookie']![0])!
  const Cookie = `plaza_studio=${canary(token)}`
  await ask('PUT', { headers: { Cookie, 'Sec-Fetch-Site': 'cross-site' } })
  await ask('PUT', { headers: { Cookie: `${Cookie}x` } })
  const { json } = await ask('PUT', { headers: { Cookie } })
  canary(json.access_token)
  await client.post('/token/refresh', { refresh_token: token })
  await ask('DELETE', { headers: { Cookie } })
  return 6
}

async function leakPersonalToken(client: Client, { token }: Account) {
  const fields = { name: 'Canary', scopes: ['read', 'posts.publish'] }
  const headers = { 'Idempotency-Key': randomUUID() }
  const { json: made } = await client.post('/tokens', fields, { token, headers })
  const secret = canary(made.token)
  const text = { title: 'One', content: 'Two' }
  await Promise.all([
    client.post('/tokens', fields, { token, headers }),
    client.get('/users/me', secret),
    client.get('/posts', secret),
    client.get('/posts', `${secret}x`),
    client.get(`/posts?access_token=${secret}`),
    client.get(`/previews/${secret}`),
    client.post('/posts', text, { token: secret }),
    client.post('/tokens', fields, { token: secret }),
    client.post('/token/refresh', { refresh_token: secret }),
    client.post('/login', { username: secret, password: secret }),
    client.send('DELETE', `/tokens/${secret}`, { token }),
  ])
  await client.send('DELETE', `/tokens/${made.id}`, { token })
  await client.get('/users/me', secret)
  return 14
}

/** An authenticator app: its secret, its codes, and the challenge of a sign-in. */
async function leakFactor(client: Client, { name, password, token }: Account) {
  const { json: begun } = await client.post('/users/me/totp', {}, { token })
  const secret = canary(begun.secret)
  const code = totpOf(secret)
  const { json: on } = await client.send('PUT', '/users/me/totp', { body: { code }, token })
  const [first, second] = on.recovery_codes.map(canary)
  const { json: asked } = await client.post('/login', { username: name, password })
  const challenge = canary(asked.challenge)
  const answer = (body: object) => client.post('/login/second-factor', { challenge, ...body })
  await answer({ code: secret })
  await answer({ recovery_code: `${first}x` })
  await client.get(`/login/second-factor?challenge=${challenge}&recovery_code=${first}`)
  await client.get(`/posts?search=${first}`)
  await client.post('/sessions/current/step-up', { password, code: second }, { token })
  const { json: signedIn } = await answer({ recovery_code: first })
  canary(signedIn.access_token)
  await client.send('DELETE', '/users/me/totp', { token: signedIn.access_token })
  return 10
}

/** What issuers and clients send in a sign-in at an issuer. */
async function leakSignIn(client: Client) {
  const [state, code, verifier] = [1, 2, 3].map(() => canary(randomUUID().repeat(2)))
  const path = '/login/keycloak'
  await client.get(`${path}/callback?state=${state}&code=${code}`)
  await client.get(`${path}?redirect_uri=${code}&state=${state}&code_challenge=${verifier}`)
  await client.post(path, { code, code_verifier: verifier })
  await client.post(`${path}/link`, { challenge: code, password: state })
  return 4
}

/** The address of a preview is a secret. */
async function leakInvite(client: Client, { token }: Account) {
  const headers = { 'Idempotency-Key': randomUUID() }
  const { json: made } = await client.post('/invites', {}, { token, headers })
  const secret = canary(made.token)
  const account = { email: 'no', password: 'no', invite: secret }
  for (const request of [
    client.post('/invites', {}, { token, headers }),
    client.get('/invites', token),
    client.post('/users', account),
    client.post('/users', { ...account, invites: secret }),
    client.get(`/account/invite?token=${secret}`),
  ]) {
    await request
  }
  return 6
}

async function leakPreview(client: Client, { token }: Account) {
  const draft = { title: 'Next', content: 'Not yet', published: false }
  const { json: post } = await client.post('/posts', draft, { token })
  const headers = { 'Idempotency-Key': randomUUID() }
  const path = `/posts/${post.id}/previews`
  const { json: preview } = await client.post(path, {}, { token, headers })
  const address = `/previews/${canary(preview.token)}`
  for (const method of ['GET', 'HEAD', 'POST']) await client.send(method, address)
  await client.get(`${address}?include=html&fields=x`)
  await client.get(`${address}/more`)
  return 7
}

/** Every row of every table, of jobs too, as text. */
async function dump({ postgres }: Deployment) {
  const tables = await postgres.query(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'jobs')`
  )
  const rows = await Promise.all(
    tables.map(({ name }) => postgres.query(`select t::text as row from ${name} t`))
  )
  return rows
    .flat()
    .map(({ row }) => row)
    .join('\n')
}

test.group('Secrets', () => {
  test('of users and of the service appear in no log, metric or dump', async ({
    assert,
    cleanup,
  }) => {
    const { server, env } = await mailServerWithPassword()
    cleanup(() => server.stop())
    const square = await Deployment.start({ env })
    const ports = [square.plaza.port, square.nginx?.port ?? square.plaza.port]
    let requests = 0
    for (const port of ports) {
      const client = new Client(port)
      const account = await person(square)
      const staff = await person(square, 'admin')
      requests += await leakSecrets(client, account)
      requests += await leakInvite(client, staff)
      server.onRecipient = async () => {}
      requests += await leakLinks(client, server)
      for (const about of [account, staff]) {
        await client.get(`/admin/users/${encodeURIComponent(about.email)}`, staff.token)
        await client.get(`/admin/users?search=${encodeURIComponent(about.email)}`, staff.token)
        await client.get(`/admin/audit?actor=${encodeURIComponent(about.email)}`, staff.token)
      }
      await client.post(
        '/admin/users',
        { email: account.email, password: account.password, username: freshName() },
        staff
      )
      await client.post(
        '/admin/actions',
        {
          action: 'user.reset_password',
          target_id: account.email,
          password: canary(`brand new ${randomUUID()}`),
          reason: 'They asked for it.',
        },
        staff
      )
      requests += 8
    }

    // Makes the workers log failures of the parts.
    await square.redis.kill()
    square.postgres.kill()
    await Promise.all(ports.map((port) => leakSecretsDuringOutage(new Client(port))))
    await square.postgres.start()
    await square.redis.start()
    square.plaza.killWorker()
    const ready = async () =>
      (await new Client(square.plaza.port).get('/health/ready').catch(() => null))?.status === 200
    await eventually(ready)

    const metrics = findCanaries(await square.metrics(), 'the metrics')
    const stored = findCanaries(await dump(square), 'the dump')
    // The table of users holds e-mails. The answer to a sign-up is stored for a day.
    const secrets = stored.filter((found) => !/^(member|admin_)/.test(found))
    assert.deepEqual([...metrics, ...secrets], [])
    await square.stop()
    note({
      action: `passwords, tokens, keys and e-mails in the right and the wrong places, over outages`,
      times: requests,
      expected: 'no log of any process, no metric and no dump holds one',
      result: `${countCanaries().toLocaleString('en')} secrets searched for, found 0`,
    })
  })

  test('do not appear in the production build, the Dockerfile, the units and Nginx', ({
    assert,
  }) => {
    buildOnce()
    const paths = [
      ...filesOf(BUILD),
      ...['docker', 'systemd', 'nginx'].flatMap((folder) => filesOf(app.makePath(folder))),
    ]
    paths.push(app.makePath('docker-compose.yml'))
    const own = readFileSync(app.makePath('.env'), 'utf8')
      .split('\n')
      .flatMap((line) => /^(?:APP_KEY|JWT_KEYS)=(.+)$/.exec(line)?.[1].split(/[:,]/) ?? [])
      .filter((value) => value.length > 16)
    assert.isNotEmpty(own)

    const looksSecret =
      /-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[abp]-\w{10}|\beyJ[\w-]{20,}\.eyJ/
    const found = paths.filter((path) => {
      const text = readFileSync(path, 'latin1')
      return looksSecret.test(text) || own.some((value) => text.includes(value))
    })
    assert.deepEqual(found, [])
    assert.isEmpty(paths.filter((path) => /(^|\/)\.env($|\.)|\.(pem|key|p12)$/.test(path)))
    // Only named files of the checkout enter an image, and no settings.
    const ignored = readFileSync(app.makePath('.dockerignore'), 'utf8')
    assert.match(ignored, /^\*$/m)
    assert.notMatch(ignored, /^!.*\.env/m)
    note({
      action: 'files of the build, the image recipe, the units and Nginx, searched for secrets',
      times: paths.length,
      expected: 'none holds one',
      result: 'as expected',
    })
  })
})

/** While the parts are away no account can be created, with any answer. */
async function leakSecretsDuringOutage(client: Client) {
  const name = freshName()
  const email = canary(`${name}@canary.example`)
  const password = canary(`a secret of ${name}`)
  const token = canary(`e30.${Buffer.from(name).toString('base64url')}.c2lnbmF0dXJl`)
  await Promise.allSettled([
    client.post('/users', { email, password, username: name }),
    client.post('/login', { username: email, password }),
    client.get('/users/me', token),
    client.post('/token/refresh', { refresh_token: token }),
    client.get(`/previews/${token}`),
    client.post('/password-resets', { email }),
    client.post('/email-confirmations', { token }),
    client.post('/email-changes/undo', { token }),
    client.post('/hooks/bounces', { bounces: [{ email, type: 'hard' }] }, { token: bouncesKey }),
  ])
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`)
    .filter((path) => statSync(path).isFile())
