import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import RebuildCounters from '#actions/counters/rebuild_counters'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { signIn } from '#tests/support/accounts'
import { answers, bodyOf, tagOf, textOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'

const nothingWrong = { users: 0, posts: 0, tags: 0, comments: 0 }

test.group('DELETE /users/me', (group) => {
  group.each.setup(emptyDatabase)

  test('needs the password: {sent} is refused')
    .with([
      { sent: 'none', body: {} },
      { sent: 'a wrong one', body: { password: 'wrong' } },
      { sent: 'an empty one', body: { password: '' } },
      { sent: 'a number', body: { password: 12345678 } },
    ])
    .run(async ({ client, assert }, { body }) => {
      const me = await UserFactory.create()
      const response = await client.delete('/users/me').loginAs(me).json(body)

      response.assertStatus(422)
      assert.equal(response.body().errors[0].pointer, '/password')
      assert.containSubset(await row('users', { id: me.id }), { username: me.username })
    })

  test('answers 412 to a stale If-Match', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const stale = await tagOf(client.get('/users/me').loginAs(me))
    await client.patch('/users/me').loginAs(me).json({ bio: 'Since then' })

    const response = await client
      .delete('/users/me')
      .loginAs(me)
      .header('if-match', stale)
      .json({ password })

    response.assertStatus(412)
    assert.lengthOf(await db.from('users'), 1)
  })

  test('keeps posts and comments without a name, and nothing else', async ({ client, assert }) => {
    const me = await UserFactory.merge({ displayName: 'Ada Lovelace' }).create()
    const post = await PostFactory.merge({ userId: me.id }).create()
    const draft = await PostFactory.apply('draft').merge({ userId: me.id }).create()
    const comment = await CommentFactory.merge({ userId: me.id }).create()
    const vote = { post_id: comment.postId, user_id: me.id, value: 1 }
    await db.table('votes').insert(vote)
    await signIn(client, me)

    const response = await client.delete('/users/me').loginAs(me).json({ password })

    response.assertStatus(204)
    assert.isEmpty(await db.from('sessions'))
    await runJobs()
    assert.isEmpty(await db.from('users').where('id', me.id))
    assert.isEmpty(await db.from('votes'))
    assert.isEmpty(await db.from('posts').where('id', draft.id))
    assert.containSubset(await row('posts', { id: post.id }), {
      user_id: null,
      content: post.content,
    })
    assert.containSubset(await row('comments', { id: comment.id }), {
      user_id: null,
      content: comment.content,
    })
    assert.containSubset(await row('posts', { id: comment.postId }), {
      upvotes: 0,
      comments_count: 1,
    })
    assert.deepEqual(await new RebuildCounters().handle(), nothingWrong)
  })

  test('ends every token at once', async ({ client }) => {
    const me = await UserFactory.create()
    const tokens = [await signIn(client, me), await signIn(client, me)]
    const show = (token: string) => client.get('/users/me').bearerToken(token)
    for (const { access_token: token } of tokens) await answers(show(token), 200)

    await client.delete('/users/me').bearerToken(tokens[0].access_token).json({ password })

    for (const { access_token: token, refresh_token: refresh } of tokens) {
      await answers(show(token), 401)
      await answers(client.get('/posts').bearerToken(token), 401)
      const refreshed = await client.post('/token/refresh').json({ refresh_token: refresh })
      refreshed.assertStatus(401)
    }
    const login = await client.post('/login').json({ username: me.username, password })
    login.assertStatus(401)
  })

  test('removes the name from every cache', async ({ client, assert }) => {
    const me = await UserFactory.merge({ displayName: 'Ada Lovelace' }).create()
    const [post, other] = [
      await PostFactory.merge({ userId: me.id }).create(),
      await PostFactory.create(),
    ]
    const about = { userId: me.id, postId: other.id }
    await CommentFactory.merge(about).create()
    const pages = ['/posts', '/posts?sort=top', `/posts/${post.id}`, `/posts/${other.id}`]
    for (const page of pages) assert.include(await textOf(client.get(page)), 'Ada Lovelace')

    await client.delete('/users/me').loginAs(me).json({ password })

    for (const page of [...pages, `/posts/${other.id}/comments`, '/posts?search=lorem']) {
      const text = await textOf(client.get(page))
      assert.notInclude(text, 'Ada Lovelace', page)
      assert.notInclude(text, me.username, page)
    }
    assert.containSubset(await bodyOf(client.get(`/posts/${post.id}`)), {
      user_id: null,
      author: null,
    })
    await answers(client.get(`/users/${me.id}`), 404)
  })

  test('frees the e-mail', async ({ client }) => {
    const me = await UserFactory.create()
    await client.delete('/users/me').loginAs(me).json({ password })

    const response = await client.post('/users').json({ email: me.email, password })
    response.assertStatus(201)
  })
})
