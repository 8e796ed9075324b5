import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { SigningKey } from '#security/signing_keys'
import UserUpdated from '#events/user_updated'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { signIn } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { queriesOf } from '#tests/support/queries'
import { read } from '#tests/support/forged_tokens'
import { setting } from '#tests/support/settings'

const newest: SigningKey = { id: 'newest', secret: new TextEncoder().encode('n'.repeat(48)) }

test.group('Access tokens, over time', (group) => {
  group.each.setup(emptyDatabase)

  test('a rotation of keys keeps valid tokens', async ({ client, assert, cleanup }) => {
    const me = await UserFactory.create()
    const old = await signIn(client, me)
    const keys = config.get<SigningKey[]>('tokens.signingKeys')
    cleanup(setting('tokens.signingKeys', [newest, ...keys]))

    const show = (token: string) => client.get('/users/me').bearerToken(token)
    await answers(show(old.access_token), 200)
    const refreshed = await client.post('/token/refresh').json({ refresh_token: old.refresh_token })
    const { access_token: fresh } = refreshed.body()
    assert.equal(read(fresh).header.kid, 'newest')
    await answers(show(fresh), 200)

    config.set('tokens.signingKeys', [newest])
    await answers(show(fresh), 200)
    await answers(show(old.access_token), 401)
  })

  test('a request with a token needs no query for its user', async ({ client, assert }) => {
    const [me, post] = [await UserFactory.create(), await PostFactory.create()]
    const { access_token: token } = await signIn(client, me)
    const probe = () => client.get('/health/live').bearerToken(token)
    const list = () => client.get(`/posts/${post.id}`).bearerToken(token)
    await list()

    assert.isEmpty(await queriesOf(probe))
    const queries = await queriesOf(list)
    assert.lengthOf(queries, 1)
    assert.match(queries[0], /from "votes"/)
    assert.isEmpty(await queriesOf(() => client.get(`/posts/${post.id}`)))
  })

  test('a {from} who becomes {to} has the new rights from the next request on')
    .with([
      { from: 'moderator', to: 'member', status: 403 },
      { from: 'member', to: 'moderator', status: 204 },
    ] as const)
    .run(async ({ client }, { from, to, status }) => {
      const me = await UserFactory.merge({ role: from }).create()
      const { access_token: token } = await signIn(client, me)
      const remove = async () => {
        const { id } = await PostFactory.create()
        return client.delete(`/posts/${id}`).bearerToken(token)
      }
      await answers(remove(), from === 'moderator' ? 204 : 403)

      await db.from('users').where('id', me.id).update({ role: to })
      await UserUpdated.dispatch(me.id)

      await answers(remove(), status)
    })

  test('an absent database is 503, and does not end the session', async ({ client, cleanup }) => {
    const { access_token: token } = await signIn(client, await UserFactory.create())
    const { from } = db
    cleanup(() => void Object.assign(db, { from }))
    db.from = () => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    }

    const response = await client.get('/users/me').bearerToken(token)
    response.assertStatus(503)
    response.assertHeader('retry-after', '2')

    Object.assign(db, { from })
    const again = await client.get('/users/me').bearerToken(token)
    again.assertStatus(200)
  })
})
