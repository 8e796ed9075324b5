import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'

const turned = (token: string) =>
  token.slice(0, 9) + (token[9] === 'A' ? 'B' : 'A') + token.slice(10)

test.group('A personal token', (group) => {
  group.each.setup(emptyDatabase)

  test('acts as its user, on fast reads too', async ({ client, assert }) => {
    const [user] = await people('member')
    const { token } = await personalToken(client, user, ['read', 'posts.publish', 'votes.cast'])
    const me = await bodyOf(client.get('/users/me').bearerToken(token))
    assert.equal(me.id, user.id)
    const text = { title: 'By a program', content: 'Written by a program.' }
    const post = await bodyOf(client.post('/posts').bearerToken(token).json(text))
    assert.equal(post.user_id, user.id)
    const vote = { post_id: post.id, vote_dir: 1 }
    await answers(client.post('/votes').bearerToken(token).json(vote), 200)
    for (let time = 0; time < 3; time++) {
      const shown = await bodyOf(client.get(`/posts/${post.id}`).bearerToken(token))
      assert.equal(shown.my_vote, 1)
    }
  })

  test('needs no query for its user', async ({ client, assert }) => {
    const [user] = await people('member')
    const post = await PostFactory.create()
    const { token } = await personalToken(client, user)
    const show = () => client.get(`/posts/${post.id}`).bearerToken(token)
    await show()
    await show()
    const queries = await queriesOf(show)
    assert.lengthOf(queries, 1)
    assert.match(queries[0], /from "votes"/)
  })

  test('with {what} is 401, and costs no query')
    .with([
      { what: 'another checksum', change: (token: string) => `${token.slice(0, -6)}000000` },
      { what: 'another character', change: turned },
      { what: 'a part alone', change: (token: string) => token.slice(0, -1) },
      { what: 'more at its end', change: (token: string) => `${token}0` },
      { what: 'nothing but its prefix', change: () => 'plz_' },
      { what: 'zeros', change: () => `plz_${'0'.repeat(49)}` },
    ])
    .run(async ({ client, assert }, { change }) => {
      const [user] = await people('member')
      const { token } = await personalToken(client, user)
      const wrong = change(token)
      const sent = await queriesOf(async () => {
        const response = await client.get('/users/me').bearerToken(wrong)
        assertProblem(response, 401, 'invalid_token')
      })
      assert.isEmpty(sent)
    })

  test('of no row is 401', async ({ client }) => {
    const [user] = await people('member')
    const { id, token } = await personalToken(client, user)
    await db.from('personal_tokens').where({ id }).delete()
    assertProblem(await client.get('/posts').bearerToken(token), 401, 'invalid_token')
  })

  test('ends by itself, in the middle of its use too', async ({ client, assert }) => {
    const [user] = await people('member')
    const expiresAt = new Date(Date.now() + 1500)
    const { token } = await personalToken(client, user, ['read'], { expires_at: expiresAt })
    const status = async () => (await client.get('/users/me').bearerToken(token)).status()
    assert.equal(await status(), 200)
    await eventually(async () => (await status()) === 401)
    assert.isAtLeast(Date.now(), expiresAt.getTime())
    assert.isEmpty(await bodyOf(client.get('/tokens').loginAs(user)))
  })

  test('works from its networks alone, as a trusted proxy names the client', async ({
    client,
    cleanup,
  }) => {
    cleanup(setting('app.http.trustProxy', () => true))
    const [user] = await people('member')
    const networks = { allowed_networks: ['192.0.2.0/24', '2001:db8::/32'] }
    const { token } = await personalToken(client, user, ['read', 'posts.publish'], networks)
    const asked = (address: string) => [
      client.get('/posts').header('X-Forwarded-For', address).bearerToken(token),
      client.get('/users/me').header('X-Forwarded-For', address).bearerToken(token),
    ]
    for (const address of ['192.0.2.1', '2001:db8:1::7', '::ffff:192.0.2.9']) {
      for (const request of asked(address)) await answers(request, 200)
    }
    for (const address of ['192.0.3.1', '2001:db9::1', '::ffff:192.0.3.1']) {
      for (const request of asked(address)) assertProblem(await request, 401, 'invalid_token')
    }
  })

  test('shows when and from where it was used last', async ({ client, assert }) => {
    const [user] = await people('member')
    const { id, token } = await personalToken(client, user)
    await answers(client.get('/posts').bearerToken(token), 200)
    await eventually(async () => (await row('personal_tokens', { id })).last_used_at !== null)
    const [listed] = await bodyOf(client.get('/tokens').loginAs(user))
    assert.closeTo(new Date(listed.last_used_at).getTime(), Date.now(), 10_000)
    assert.match(listed.last_used_address, /^(::1|127\.0\.0\.1|::ffff:127\.0\.0\.1)$/)
  })

  test('is counted by the limit on writes of its user', async ({ client, cleanup }) => {
    cleanup(setting('limits.write', { requests: 1, seconds: 60 }))
    const [user] = await people('member')
    const scopes = ['posts.publish']
    const { token } = await personalToken(client, user, scopes)
    const write = client.post('/posts').json({ title: 'One', content: 'One' }).bearerToken(token)
    // The token itself was a write.
    assertProblem(await write, 429, 'rate_limited')
  })
})
