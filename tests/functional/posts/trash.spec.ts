import db from '@adonisjs/lucid/services/db'
import config from '@adonisjs/core/services/config'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { DateTime } from 'luxon'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { purgeTrash } from '#jobs/purge_trash'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { followToTheEnd, idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'
import { untilBlocked } from '#tests/support/waiting'

const trash = (client: ApiClient, author: User, id: number) =>
  answers(client.delete(`/posts/${id}`).loginAs(author), 204)

/** An author with a post that another user voted and commented on. */
async function discussed(client: ApiClient) {
  const [author, other] = await people('member', 'member')
  const post = await PostFactory.merge({ userId: author.id }).create()
  const comment = await CommentFactory.merge({ postId: post.id, userId: other.id }).create()
  await client.post('/votes').loginAs(other).json({ post_id: post.id, vote_dir: 1 })
  return { author, other, post, comment }
}

test.group('A post in the trash', (group) => {
  group.each.setup(emptyDatabase)

  test('is 404 for everybody but its author', async ({ client, assert }) => {
    const { author, other, post, comment } = await discussed(client)
    const [moderator] = await people('moderator')
    await trash(client, author, post.id)

    const paths = [`/posts/${post.id}`, `/posts/${post.id}/comments`]
    for (const path of paths) {
      for (const viewer of [other, moderator]) {
        assertProblem(await client.get(path).loginAs(viewer), 404, 'not_found')
      }
      assertProblem(await client.get(path), 404, 'not_found')
      await answers(client.get(path).loginAs(author), 200)
    }
    assertProblem(await client.get(`/comments/${comment.id}`), 404, 'not_found')
    const own = await bodyOf(client.get(`/posts/${post.id}`).loginAs(author))
    assert.containSubset(own, { status: 'deleted', published: false, comments_count: 1 })
    assert.containSubset(await row('users', { id: author.id }), { posts_count: 0 })
    assert.containSubset(await row('users', { id: other.id }), { comments_count: 0 })
  })

  test('comes back with its votes, comments and place', async ({ client, assert }) => {
    const { author, other, post } = await discussed(client)
    const before = await bodyOf(client.get(`/posts/${post.id}`))
    await trash(client, author, post.id)

    const back = await client.patch(`/posts/${post.id}`).loginAs(author).json({ deleted: false })

    back.assertStatus(200)
    const after = await bodyOf(client.get(`/posts/${post.id}`))
    assert.deepEqual({ ...after, updated_at: before.updated_at }, before)
    assert.equal(after.status, 'published')
    assert.deepEqual(idsOf(await client.get('/posts')), [post.id])
    assert.containSubset(await row('users', { id: other.id }), { comments_count: 1 })
  })

  test('comes back from the body that GET returned', async ({ client, assert }) => {
    const { author, post } = await discussed(client)
    await trash(client, author, post.id)
    const read = await bodyOf(client.get(`/posts/${post.id}`).loginAs(author))
    const back = { ...read, deleted: false }
    await answers(client.put(`/posts/${post.id}`).loginAs(author).json(back), 200)
    assert.isTrue((await row('posts', { id: post.id })).visible)
  })

  test('that was a draft comes back as a draft', async ({ client, assert }) => {
    const [author] = await people('member')
    const draft = await PostFactory.merge({ userId: author.id }).apply('draft').create()
    await trash(client, author, draft.id)
    const back = client.patch(`/posts/${draft.id}`).loginAs(author).json({ deleted: false })
    assert.equal((await bodyOf(back)).status, 'draft')
  })

  test('comes back unpublished for an author who may not publish any more', async ({
    client,
    assert,
    cleanup,
  }) => {
    const { author, post } = await discussed(client)
    await trash(client, author, post.id)
    config.set('posting.mode', 'authors')
    cleanup(() => config.set('posting.mode', 'members'))
    const back = client.patch(`/posts/${post.id}`).loginAs(author).json({ deleted: false })
    assert.equal((await bodyOf(back)).status, 'unpublished')
  })

  test('takes no {what}')
    .with([
      { what: 'edit', method: 'PATCH', path: '/posts/{id}', body: { title: 'New' } },
      { what: 'publication', method: 'PUT', path: '/posts/{id}', body: { published: true } },
      { what: 'comment', method: 'POST', path: '/comments', body: { content: 'Hello' } },
      { what: 'vote', method: 'POST', path: '/votes', body: { vote_dir: 1 } },
    ])
    .run(async ({ client, assert }, { method, path, body }) => {
      const { author, post } = await discussed(client)
      await trash(client, author, post.id)
      const before = await row('posts', { id: post.id })
      const sent = path.includes('{id}') ? body : { ...body, post_id: post.id }
      const response = await client
        .request(path.replace('{id}', `${post.id}`), method)
        .loginAs(author)
        .json(sent)
      assertProblem(response, 409, 'conflict')
      assert.include(response.body().detail, 'trash')
      assert.deepEqual(await row('posts', { id: post.id }), before)
    })

  test('that staff removed is neither restored nor purged by its author', async ({
    client,
    assert,
  }) => {
    const { author, post } = await discussed(client)
    const [moderator] = await people('moderator')
    await trash(client, author, post.id)
    await answers(act(client, moderator, 'post.remove', { on: post }), 201)

    const path = `/posts/${post.id}`
    assertProblem(await client.get(path).loginAs(author), 404, 'not_found')
    for (const response of [
      await client.patch(path).loginAs(author).json({ deleted: false }),
      await client.delete(`${path}?purge=true`).loginAs(author),
    ]) {
      assertProblem(response, 404, 'not_found')
    }
    await answers(client.delete('/users/me/trash').loginAs(author), 204)
    await db.from('posts').update({ trashed_at: new Date(0) })
    assert.equal(await purgeTrash(), 0)
    assert.isNull((await row('posts', { id: post.id })).deleted_at)
  })

  test('that staff remove at the same moment is not {what} by its author')
    .with([
      { what: 'purged', method: 'DELETE', query: '?purge=true' },
      { what: 'trashed', method: 'DELETE', query: '' },
      { what: 'restored', method: 'PATCH', query: '' },
    ])
    .run(async ({ client, assert }, { what, method, query }) => {
      const { author, post } = await discussed(client)
      if (what === 'restored') await trash(client, author, post.id)
      const holder = await db.transaction()
      await holder.from('posts').where('id', post.id).forUpdate().first()
      const request = client.request(`/posts/${post.id}${query}`, method).loginAs(author)
      const answered = (method === 'PATCH' ? request.json({ deleted: false }) : request).then(
        (response) => response
      )
      await untilBlocked().finally(async () => {
        await holder
          .from('posts')
          .where('id', post.id)
          .update({ removed_at: new Date(), published: false })
        await holder.commit()
      })
      assertProblem(await answered, 404, 'not_found')
      assert.isNull((await row('posts', { id: post.id })).deleted_at)
    })

  test('is listed for staff as deleted', async ({ client, assert }) => {
    const { author, post } = await discussed(client)
    const [moderator] = await people('moderator')
    await trash(client, author, post.id)
    const list = await client.get('/admin/posts?status=deleted').loginAs(moderator)
    assert.deepEqual(idsOf(list), [post.id])
    assert.equal(list.body()[0].status, 'deleted')
    assert.isString(list.body()[0].trashed_at)
  })
})

test.group('GET /users/me/trash', (group) => {
  group.each.setup(emptyDatabase)

  test('lists what I deleted, the last deleted first', async ({ client, assert }) => {
    const [me, other] = await people('member', 'member')
    const posts = await PostFactory.merge({ userId: me.id }).createMany(5)
    const theirs = await PostFactory.merge({ userId: other.id }).create()
    const order = [posts[1], posts[4], posts[0]]
    for (const { id } of order) await trash(client, me, id)
    await trash(client, other, theirs.id)

    const get = (path: string) => client.get(path).loginAs(me)
    const expected = order.map(({ id }) => id).reverse()
    const list = await get('/users/me/trash')
    assert.deepEqual(idsOf(list), expected)
    assert.containSubset(list.body()[0], { status: 'deleted', title: posts[0].title })
    assert.isString(list.body()[0].trashed_at)
    assert.deepEqual(await followToTheEnd(get, '/users/me/trash?limit=1'), expected)
    assert.sameMembers(idsOf(await get('/users/me/posts?status=deleted')), expected)
    assert.notIncludeMembers(idsOf(await get('/users/me/posts?limit=100')), expected)
    const [moderator] = await people('moderator')
    const seen = await client.get(`/users/${me.id}/posts?status=deleted`).loginAs(moderator)
    assert.isEmpty(idsOf(seen))
    assertProblem(await client.get('/users/me/trash'), 401, 'unauthenticated')
  })
})

test.group('DELETE /users/me/trash', (group) => {
  group.each.setup(emptyDatabase)

  test('ends all of my trash, and nothing else', async ({ client, assert }) => {
    const [me, other] = await people('member', 'member')
    const [gone, kept] = await PostFactory.merge({ userId: me.id }).createMany(2)
    const theirs = await PostFactory.merge({ userId: other.id }).create()
    await trash(client, me, gone.id)
    await trash(client, other, theirs.id)

    await answers(client.delete('/users/me/trash').loginAs(me), 204)

    assertProblem(await client.get(`/posts/${gone.id}`).loginAs(me), 404, 'not_found')
    await runJobs()
    const left = await db.from('posts').orderBy('id').select('id')
    assert.deepEqual(
      left.map(({ id }) => id),
      [kept.id, theirs.id]
    )
  })

  test('of a large trash goes on in the background', async ({ client, assert }) => {
    const me = await UserFactory.create()
    await db.rawQuery(
      `insert into posts (user_id, title, content, published, published_at, trashed_at)
       select ?, 'Old ' || n, 'Text', false, now(), now() from generate_series(1, 1500) as n`,
      [me.id]
    )
    await answers(client.delete('/users/me/trash').loginAs(me), 202)
    await runJobs()
    assert.isEmpty(await db.from('posts'))
  })
})

test.group('The trash', (group) => {
  group.each.setup(emptyDatabase)

  test('ends by itself after TRASH_KEEP', async ({ client, assert }) => {
    const [me] = await people('member')
    const [old, young] = await PostFactory.merge({ userId: me.id }).createMany(2)
    for (const { id } of [old, young]) await trash(client, me, id)
    const days = (count: number) => DateTime.now().minus({ days: count, hours: 1 }).toJSDate()
    await db
      .from('posts')
      .where('id', old.id)
      .update({ trashed_at: days(30) })
    await db
      .from('posts')
      .where('id', young.id)
      .update({ trashed_at: days(29) })

    assert.equal(await purgeTrash(), 1)
    await runJobs()
    assert.deepEqual(
      (await db.from('posts').select('id')).map(({ id }) => id),
      [young.id]
    )
  })
})

test.group('PATCH /posts/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('refuses to change {name}, and names the place for it')
    .with([
      { name: 'status', value: 'draft' },
      { name: 'status', value: null },
    ])
    .run(async ({ client, assert }, { name, value }) => {
      const { author, post } = await discussed(client)
      const path = `/posts/${post.id}`
      const response = await client
        .patch(path)
        .loginAs(author)
        .json({ [name]: value, title: 'X' })
      assertProblem(response, 422, 'validation_failed', [`/${name}`])
      assert.include(response.body().errors[0].detail, '/posts/{id}/publication')
      assert.equal((await row('posts', { id: post.id })).title, post.title)
    })

  test('refuses deleted: true', async ({ client }) => {
    const { author, post } = await discussed(client)
    const response = await client.patch(`/posts/${post.id}`).loginAs(author).json({ deleted: true })
    assertProblem(response, 422, 'validation_failed', ['/deleted'])
  })
})

test.group('The status of a post', (group) => {
  group.each.setup(emptyDatabase)

  test('filters my posts, and is in their bytes', async ({ client, assert }) => {
    const [me] = await people('member')
    const make = PostFactory.merge({ userId: me.id })
    const published = await make.create()
    const draft = await PostFactory.merge({ userId: me.id }).apply('draft').create()
    const unpublished = await PostFactory.merge({ userId: me.id }).create()
    await client.patch(`/posts/${unpublished.id}`).loginAs(me).json({ published: false })
    const expected = { published, draft, unpublished }
    for (const [status, post] of Object.entries(expected)) {
      const list = await client.get(`/users/me/posts?status=${status}`).loginAs(me)
      assert.deepEqual(idsOf(list), [post.id], status)
      assert.equal(list.body()[0].status, status)
    }
    assert.equal((await bodyOf(client.get(`/posts/${published.id}`))).status, 'published')
    assert.equal((await bodyOf(client.get('/posts')))[0].status, 'published')
  })
})
