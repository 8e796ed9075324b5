import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { sessionOf, signIn } from '#tests/support/accounts'
import { emptyDatabase } from '#tests/support/database'
import { forge } from '#tests/support/forged_tokens'

const challenge = (description: string) =>
  `Bearer realm="plaza", error="invalid_token", error_description="${description}"`

test.group('The header Authorization', (group) => {
  group.each.setup(emptyDatabase)

  test('without it a write is 401, and the challenge names no error', async ({
    client,
    assert,
  }) => {
    const response = await client.post('/posts').json({ title: 'Hello', content: 'World' })

    response.assertStatus(401)
    response.assertBodyContains({ code: 'unauthenticated' })
    assert.equal(response.header('www-authenticate'), 'Bearer realm="plaza"')
  })

  test('with {header} it is 401, on a public read too')
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

  test('takes the scheme as {scheme}')
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

  test('says which it was: {description}')
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

  test('a token in the query string or in a cookie counts for nothing', async ({ client }) => {
    const { access_token: token } = await signIn(client, await UserFactory.create())
    const queried = await client.get(`/users/me?access_token=${token}`)
    const carried = await client.get('/users/me').header('cookie', `access_token=${token}`)

    queried.assertStatus(401)
    carried.assertStatus(401)
  })
})
