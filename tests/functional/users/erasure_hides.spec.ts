import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import RebuildCounters from '#actions/counters/rebuild_counters'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { signIn } from '#tests/support/accounts'
import { answers, bodyOf, textOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { openJobs, runJobs } from '#tests/support/jobs'
import { people } from '#tests/support/staff'

const nothingWrong = { users: 0, posts: 0, tags: 0, comments: 0 }

/** Tests run no background jobs, so hidden data was hidden at once. */
test.group('An erased account, before the background job', (group) => {
  group.each.setup(emptyDatabase)

  /** A user with content and votes, and all addresses that show the user. */
  async function active() {
    const me = await UserFactory.merge({ displayName: 'Grace Hopper' }).create()
    const [admin, other] = await people('admin', 'member')
    const post = await PostFactory.merge({ userId: me.id, title: 'Compilers' }).create()
    const elsewhere = await PostFactory.merge({ userId: other.id }).create()
    const comment = await CommentFactory.merge({ userId: me.id, postId: elsewhere.id }).create()
    await db.table('votes').insert({ post_id: elsewhere.id, user_id: me.id, value: 1 })
    const report = { target_type: 'post', target_id: elsewhere.id, reason: 'spam' }
    await db.table('reports').insert({ ...report, reporter_id: me.id, subject_id: other.id })
    return { me, admin, other, post, elsewhere, comment }
  }

  const erase = (client: ApiClient, me: User) =>
    answers(client.delete('/users/me').loginAs(me).json({ password }), 204)

  test('is named in no answer', async ({ client, assert }) => {
    const { me, admin, other, post, elsewhere, comment } = await active()
    await erase(client, me)
    const read = (path: string, viewer?: User) =>
      textOf(viewer ? client.get(path).loginAs(viewer) : client.get(path))

    const shown = [
      '/posts',
      '/posts?sort=top',
      '/posts?search=compilers',
      `/posts/${post.id}`,
      `/posts/${elsewhere.id}`,
      `/posts/${elsewhere.id}/comments`,
      `/comments/${comment.id}`,
      `/users/${other.id}/comments`,
    ]
    const staff = [
      '/admin/users',
      '/admin/posts',
      `/admin/posts/${post.id}`,
      '/admin/comments',
      `/admin/comments/${comment.id}`,
      '/admin/reports',
      '/admin/audit',
    ]
    const pages = [
      ...shown.map((path) => [path, undefined] as const),
      ...shown.map((path) => [path, other] as const),
      ...[...shown, ...staff].map((path) => [path, admin] as const),
    ]
    for (const [path, viewer] of pages) {
      const text = await read(path, viewer)
      for (const trace of ['Grace Hopper', me.username, me.email, `"user_id":${me.id},`]) {
        assert.notInclude(text, trace, path)
      }
    }
    assert.containSubset(await bodyOf(client.get(`/posts/${post.id}`)), {
      title: 'Compilers',
      user_id: null,
      author: null,
    })
  })

  test('is not found, counted or linked to its content', async ({ client, assert }) => {
    const { me, admin, post, comment } = await active()
    const { users } = await bodyOf(client.get('/admin/stats').loginAs(admin))
    await erase(client, me)

    for (const path of [`/users/${me.id}`, `/users/${me.id}/posts`, `/users/${me.id}/comments`]) {
      await answers(client.get(path), 404)
    }
    for (const reference of [me.id, `@${me.username}`, me.email]) {
      await answers(client.get(`/admin/users/${reference}`).loginAs(admin), 404)
    }
    assert.isEmpty(await bodyOf(client.get(`/posts?author=${me.id}`)))
    const stats = await bodyOf(client.get('/admin/stats').loginAs(admin))
    assert.equal(stats.users, users - 1)

    const idsOf = async (path: string) =>
      (await bodyOf(client.get(path).loginAs(admin))).map(({ id }: { id: number }) => id)
    assert.deepEqual(await idsOf('/admin/posts?author=none'), [post.id])
    assert.deepEqual(await idsOf('/admin/comments?author=none'), [comment.id])
  })

  test('leaves no e-mail, name, password or session in the database', async ({
    client,
    assert,
  }) => {
    const { me } = await active()
    await signIn(client, me)
    await erase(client, me)

    const {
      email,
      username,
      password: hash,
      display_name: name,
    } = await row('users', { id: me.id })
    assert.deepEqual([email, username, hash, name], [null, null, null, null])
    assert.isEmpty(await db.from('sessions'))
    await answers(client.post('/users').json({ email: me.email, password }), 201)
  })

  test('is deleted in the background with correct counts at all times', async ({
    client,
    assert,
  }) => {
    const { me, elsewhere, comment, post } = await active()
    await erase(client, me)
    assert.deepEqual(await new RebuildCounters().handle(), nothingWrong)
    assert.equal((await bodyOf(client.get(`/posts/${elsewhere.id}`))).upvotes, 1)

    await runJobs()

    assert.isEmpty(await db.from('users').where('id', me.id))
    assert.isEmpty(await db.from('votes'))
    assert.isNull((await row('posts', { id: post.id })).user_id)
    assert.isNull((await row('comments', { id: comment.id })).user_id)
    assert.isNull((await row('reports', {})).reporter_id)
    assert.equal((await bodyOf(client.get(`/posts/${elsewhere.id}`))).upvotes, 0)
    assert.deepEqual(await new RebuildCounters().handle(), nothingWrong)
    assert.isEmpty(await openJobs())
  })
})
