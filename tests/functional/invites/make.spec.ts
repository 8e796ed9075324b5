import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import type { Permission } from '#domain/permissions'
import { pruneInvites } from '#jobs/prune_invites'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { host } from '#tests/support/hosts'
import { personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'

const make = (client: ApiClient, user: User, body: object = {}) =>
  client.post('/invites').loginAs(user).json(body)

test.group('POST /invites', (group) => {
  group.each.setup(emptyDatabase)

  test('answers with the token and the link once, and stores a digest', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const response = await answers(make(client, admin, { max_uses: 5 }), 201)
    const {
      id,
      token,
      url,
      expires_at: expiresAt,
      created_at: createdAt,
      ...rest
    } = response.body()
    assert.match(token, /^[\w-]{43}$/)
    assert.isTrue(url.endsWith(`/account/invite#token=${token}`), url)
    assert.deepEqual(rest, { email: null, role: null, uses: 0, max_uses: 5 })
    const days = (new Date(expiresAt).getTime() - new Date(createdAt).getTime()) / 86_400_000
    assert.approximately(days, 7, 0.1)
    response.assertHeader('location', `/invites/${id}`)
    response.assertHeader('cache-control', 'no-store')

    const listed = await client.get('/invites').loginAs(admin)
    assert.deepEqual(listed.body(), [{ id, ...rest, created_at: createdAt, expires_at: expiresAt }])
    assert.notInclude(JSON.stringify(await row('invites', { id })), token)
  })

  test('is done once for an Idempotency-Key, whose answer is not stored', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const key = { 'Idempotency-Key': 'an-invite' }
    const made = await answers(make(client, admin).headers(key), 201)
    assertProblem(await make(client, admin).headers(key), 409, 'already_done')
    assert.notInclude(JSON.stringify(await db.from('idempotency_keys')), made.body().token)
    assert.lengthOf(await db.from('invites'), 1)
    await answers(client.delete(`/invites/${made.body().id}`).loginAs(admin), 204)
    assertProblem(await make(client, admin).headers(key), 410, 'gone')
  })

  for (const [what, wrong, pointer] of [
    ['no use', { max_uses: 0 }, '/max_uses'],
    ['too many uses', { max_uses: 1001 }, '/max_uses'],
    ['an end in the past', { expires_at: '2020-01-01' }, '/expires_at'],
    ['an end in two years', { expires_at: '2199-01-01' }, '/expires_at'],
    ['an unknown role', { role: 'nobody' }, '/role'],
    ['no e-mail', { email: 'ada' }, '/email'],
    ['an e-mail with several uses', { email: 'a@example.org', max_uses: 2 }, '/max_uses'],
  ] as const) {
    test(`refuses ${what}`, async ({ client, assert }) => {
      const [admin] = await people('admin')
      assertProblem(await make(client, admin, wrong), 422, 'validation_failed', [pointer])
      assert.isEmpty(await db.from('invites'))
    })
  }

  test('needs invites.create, and for a role users.manage and a rank as high', async ({
    client,
  }) => {
    const [admin, moderator] = await people('admin', 'moderator')
    assertProblem(await make(client, moderator), 403, 'forbidden')
    const friend = await host('friend', ['invites.create'])
    await answers(make(client, friend), 201)
    assertProblem(await make(client, friend, { role: 'member' }), 403, 'forbidden')
    const own: Permission[] = ['posts.publish', 'comments.write', 'votes.cast', 'media.keep']
    const clerk = await host('clerk', [...own, 'invites.create', 'users.manage'], { rank: 1 })
    for (const role of ['author', 'clerk']) await answers(make(client, clerk, { role }), 201)
    for (const role of ['editor', 'admin']) {
      assertProblem(await make(client, clerk, { role }), 403, 'forbidden')
    }
    await answers(make(client, admin, { role: 'admin' }), 201)
    assertProblem(await client.post('/invites').json({}), 401, 'unauthenticated')
  })

  test('takes a personal token with the scope, and no other', async ({ client }) => {
    const [admin] = await people('admin')
    const { token } = await personalToken(client, admin, ['read', 'invites.create'])
    const made = await answers(client.post('/invites').bearerToken(token).json({}), 201)
    const withRole = client.post('/invites').bearerToken(token).json({ role: 'author' })
    assertProblem(await withRole, 403, 'session_needed')
    await answers(client.delete(`/invites/${made.body().id}`).bearerToken(token), 204)
    const { token: reader } = await personalToken(client, admin, ['read'])
    const refused = client.post('/invites').bearerToken(reader).json({})
    assertProblem(await refused, 403, 'insufficient_scope')
  })

  test('stops at a hundred open ones, when many come at once too', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const { id } = await bodyOf(make(client, admin))
    await db.rawQuery(
      `insert into invites (user_id, max_uses, expires_at)
       select user_id, 1, expires_at from invites cross join generate_series(1, 96) where id = ?`,
      [id]
    )
    const received = await Promise.all(Array.from({ length: 6 }, () => make(client, admin)))
    const statuses = received.map((response) => response.status()).sort()
    assert.deepEqual(statuses, [201, 201, 201, 409, 409, 409])
    await db.from('invites').where({ id }).update({ uses: 1 })
    await answers(make(client, admin), 201)
  })

  test('is refused with SIGNUP=closed', async ({ client, cleanup }) => {
    cleanup(setting('accounts.signup', 'closed'))
    const [admin] = await people('admin')
    assertProblem(await make(client, admin), 403, 'signup_closed')
  })

  test('shows, revokes and pages through the own ones alone', async ({ client, assert }) => {
    const [admin, other] = await people('admin', 'admin')
    const ids: number[] = []
    for (let at = 0; at < 3; at++) ids.unshift((await bodyOf(make(client, admin))).id)
    const first = await answers(client.get('/invites?limit=2').loginAs(admin), 200)
    const [, next] = /<([^>]+)>; rel="next"/.exec(first.header('link')!)!
    const rest = await bodyOf(client.get(next).loginAs(admin))
    assert.deepEqual(
      [...first.body(), ...rest].map((one: { id: number }) => one.id),
      ids
    )
    assert.isEmpty(await bodyOf(client.get('/invites').loginAs(other)))
    assertProblem(await client.delete(`/invites/${ids[0]}`).loginAs(other), 404, 'not_found')
    await answers(client.delete(`/invites/${ids[0]}`).loginAs(admin), 204)
    assertProblem(await client.delete(`/invites/${ids[0]}`).loginAs(admin), 404, 'not_found')
  })

  test('goes when it expires', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const { id } = await bodyOf(make(client, admin))
    await answers(make(client, admin), 201)
    assert.equal(await pruneInvites(), 0)
    await db.from('invites').where({ id }).update({ expires_at: new Date() })
    assert.equal(await pruneInvites(), 1)
    assert.lengthOf(await db.from('invites'), 1)
  })
})

test.group('POST /invites with an e-mail', (group) => {
  let mails: Mails
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    mails = await Mails.begin()
    return () => mails.end()
  })

  test('sends the link there, and shows it to no other', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const made = await bodyOf(make(client, admin, { email: 'grace@example.org' }))
    assert.containSubset(made, { email: 'grace@example.org', max_uses: 1, token: null, url: null })
    assert.notInclude(JSON.stringify(await db.from('jobs.job')), 'grace@example.org')
    const mail = await mails.onlyOne()
    assert.containSubset(mail, { recipient: 'grace@example.org', kind: 'invite' })
    assert.match(mail.link!, /\/account\/invite#token=[\w-]{43}$/)
    assert.include(mail.text!, `@${admin.username}`)
  })

  test('answers the same for the e-mail of an account, and sends nothing', async ({
    client,
    assert,
  }) => {
    const [admin, member] = await people('admin', 'member')
    const shapes: string[][] = []
    for (const email of [member.email.toUpperCase(), 'free@example.org']) {
      shapes.push(Object.keys((await answers(make(client, admin, { email }), 201)).body()))
    }
    assert.deepEqual(shapes[0], shapes[1])
    assert.equal((await mails.onlyOne()).recipient, 'free@example.org')
  })

  test('is limited by the e-mail, and refused where no mail is sent', async ({
    client,
    cleanup,
  }) => {
    cleanup(setting('limits.mail', { requests: 1, seconds: 3600 }))
    const [admin] = await people('admin')
    const email = 'grace@example.org'
    await answers(make(client, admin, { email }), 201)
    assertProblem(await make(client, admin, { email }), 429, 'rate_limited')
    cleanup(setting('mail.url', undefined))
    assertProblem(await make(client, admin, { email: 'x@example.org' }), 503, 'mail_unavailable')
  })
})
