import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import OpenSession from '#actions/sessions/open_session'
import RebuildCounters from '#actions/counters/rebuild_counters'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { eraseOwn, signIn, source } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'

const nothingWrong = { users: 0, posts: 0, tags: 0, comments: 0 }

test.group('DELETE /users/me, while others write', (group) => {
  group.each.setup(emptyDatabase)

  test('a running login opens no session for an erased account', async ({ assert }) => {
    const me = await UserFactory.create()
    await db.from('users').where('id', me.id).delete()

    const open = () => new OpenSession().handle({ user: me, source, lifetime: 60 })
    await assert.rejects(open, InvalidCredentialsException)
    assert.isEmpty(await db.from('sessions'))
  })

  test('a running write of an erased account is 401: POST {path}')
    .with([
      { path: '/posts', body: () => ({ title: 'Late', content: 'Too late' }) },
      { path: '/votes', body: (id: number) => ({ post_id: id, vote_dir: 1 }) },
      { path: '/comments', body: (id: number) => ({ post_id: id, content: 'Too late' }) },
    ])
    .run(async ({ client }, { path, body }) => {
      const [post, me] = [await PostFactory.create(), await UserFactory.create()]
      const { access_token: token } = await signIn(client, me)
      await answers(client.get('/users/me').bearerToken(token), 200)
      // As on another worker whose message has not arrived here.
      await db.from('users').where('id', me.id).delete()

      const response = await client.post(path).bearerToken(token).json(body(post.id))
      response.assertStatus(401)
      response.assertBodyContains({ code: 'invalid_token' })
    })

  test('accounts with votes on the same posts can be erased at the same time', async ({
    assert,
  }) => {
    const posts = await PostFactory.createMany(20)
    const users = await UserFactory.createMany(4)
    for (const [index, { id: userId }] of users.entries()) {
      const order = index % 2 ? posts : [...posts].reverse()
      for (const { id: postId } of order.slice(0, 10)) {
        await db.table('votes').insert({ post_id: postId, user_id: userId, value: 1 })
      }
      for (const { id: postId } of order.slice(10)) {
        await CommentFactory.merge({ userId, postId }).create()
      }
    }

    await Promise.all(users.map(eraseOwn))
    assert.deepEqual(await new RebuildCounters().handle(), nothingWrong)
  })
})
