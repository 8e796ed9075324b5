import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { sessionOf, signIn } from '#tests/support/accounts'
import { emptyDatabase } from '#tests/support/database'
import { forge } from '#tests/support/forged_tokens'

const challenge = (description: string) =>
  `Bearer realm="plaza", error="invalid_token", error_description="${description}"`

test.group('The header Authorization', (group) => {
  group.each.setup(emptyDatabase)

  test('is required for a write, and the challenge names no error without it', async ({
    client,
    assert,
  }) => {
    const response = await client.post('/posts').json({ title: 'Hello', content: 'World' })

    response.assertStatus(401)
    response.assertBodyContains({ code: 'unauthenticated' })
    assert.equal(response.header('www-authenticate'), 'Bearer realm="plaza"')
  })

  test('is 401 with {header}, on a public read too')
    .with([
      { header: 'Bearer' },
      { header: 'Bearer ' },
      { header: 'Basic YWRhOnBhc3N3b3Jk' },
      { header: 'Token $' },
      { header: '$' },
      { header: 'Bearer $, Bearer $' },
      { header: 'Bearer $ $' },
      { header: 'Bearer "$"' },
      { header: 'BearerX $' },
      { header: 'DPoP $' },
    ])
    .run(async ({ client, assert }, { header }) => {
      const { access_token: token } = await signIn(client, await UserFactory.create())
      const sent = header.replaceAll('$', token)

      for (const path of ['/users/me', '/posts']) {
        const response = await client.get(path).header('authorization', sent)
        response.assertStatus(401)
        response.assertBodyContains({ code: 'invalid_token' })
        assert.equal(
          response.header('www-authenticate'),
          challenge('The Authorization header is not a bearer token')
        )
      }
    })

  test('accepts the scheme {scheme}')
    .with([
      { scheme: 'Bearer' },
      { scheme: 'bearer' },
      { scheme: 'BEARER' },
      { scheme: 'Bearer  ' },
    ])
    .run(async ({ client }, { scheme }) => {
      const { access_token: token } = await signIn(client, await UserFactory.create())
      const response = await client.get('/users/me').header('authorization', `${scheme} ${token}`)
      response.assertStatus(200)
    })

  test('gets the reason of the refusal: {description}')
    .with([
      { description: 'The access token has expired', exp: () => Date.now() / 1000 - 10 },
      { description: 'The access token is not valid', exp: () => 'never' },
    ])
    .run(async ({ client, assert }, { description, exp }) => {
      const me = await UserFactory.create()
      const claim = { userId: me.id, sessionId: sessionOf(await signIn(client, me)) }
      const response = await client
        .get('/users/me')
        .bearerToken(await forge(claim, { claims: { exp: exp() } }))

      response.assertStatus(401)
      assert.equal(response.header('www-authenticate'), challenge(description))
    })

  test('is the only place for a token: a query string or a cookie is ignored', async ({
    client,
  }) => {
    const { access_token: token } = await signIn(client, await UserFactory.create())
    const queried = await client.get(`/users/me?access_token=${token}`)
    const carried = await client.get('/users/me').header('cookie', `access_token=${token}`)

    queried.assertStatus(401)
    carried.assertStatus(401)
  })
})
