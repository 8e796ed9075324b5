import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { answers, bodyOf, tagOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { followToTheEnd, idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const create = (client: ApiClient, editor: User, fields: object = {}) =>
  client
    .post('/collections')
    .loginAs(editor)
    .json({ title: 'Front page', ...fields })

const order = (client: ApiClient, editor: User, ids: unknown) =>
  client
    .put('/collections/front-page/posts')
    .loginAs(editor)
    .json(ids as object)

const idsIn = async (client: ApiClient, viewer?: User) => {
  const request = client.get('/collections/front-page/posts')
  return idsOf(await (viewer ? request.loginAs(viewer) : request))
}

test.group('Collections', (group) => {
  group.each.setup(emptyDatabase)

  test('are made, changed, ordered and deleted, with an entry for each', async ({
    client,
    assert,
  }) => {
    const [editor] = await people('editor')
    const posts = await PostFactory.createMany(4)
    const [a, b, c, d] = posts.map(({ id }) => id)
    const created = await answers(create(client, editor), 201)
    assert.equal(created.header('location'), '/collections/front-page')
    assertProblem(await create(client, editor), 409, 'conflict')

    await answers(order(client, editor, [c, a, d]), 200)
    assert.deepEqual(await idsIn(client), [c, a, d])
    await answers(order(client, editor, [d, b, c, a]), 200)
    assert.deepEqual(await idsIn(client), [d, b, c, a])
    const get = (path: string) => client.get(path)
    const paged = await followToTheEnd(get, '/collections/front-page/posts?limit=1')
    assert.deepEqual(paged, [d, b, c, a])

    const changed = await answers(
      client.patch('/collections/front-page').loginAs(editor).json({ slug: 'Home', title: 'Home' }),
      200
    )
    assert.containSubset(changed.body(), { slug: 'home', title: 'Home', description: null })
    assert.deepEqual(
      (await bodyOf(client.get('/collections'))).map(({ slug }: any) => slug),
      ['home']
    )
    await answers(client.delete('/collections/home').loginAs(editor), 204)
    assertProblem(await client.get('/collections/home'), 404, 'not_found')
    assertProblem(await client.get('/collections/home/posts'), 404, 'not_found')
    assert.deepEqual(
      (await db.from('audit_entries').orderBy('id')).map(({ action }) => action),
      ['create', 'order', 'order', 'update', 'delete'].map((verb) => `collection.${verb}`)
    )
  })

  test('lose nothing to a second editor', async ({ client, assert }) => {
    const [editor] = await people('editor')
    const [a, b] = (await PostFactory.createMany(2)).map(({ id }) => id)
    const created = await answers(create(client, editor), 201)
    const stale = created.header('etag')!
    const first = await order(client, editor, [a]).header('If-Match', stale)
    first.assertStatus(200)
    assertProblem(
      await order(client, editor, [b]).header('If-Match', stale),
      412,
      'precondition_failed'
    )
    assert.deepEqual(await idsIn(client), [a])
    const fresh = await tagOf(client.get('/collections/front-page'))
    await answers(order(client, editor, [b]).header('If-Match', fresh), 200)
    assert.deepEqual(await idsIn(client), [b])
  })

  test('skip what is not public, for readers, and lose what is deleted', async ({
    client,
    assert,
  }) => {
    const [editor, author] = await people('editor', 'member')
    const shown = await PostFactory.merge({ userId: author.id }).create()
    const draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
    const gone = await PostFactory.merge({ userId: author.id }).create()
    await answers(create(client, editor), 201)
    const trashed = await PostFactory.merge({ userId: author.id }).create()
    await answers(order(client, editor, [gone.id, draft.id, trashed.id, shown.id]), 200)
    await answers(client.delete(`/posts/${trashed.id}`).loginAs(author), 204)

    assert.deepEqual(await idsIn(client), [gone.id, shown.id])
    assert.deepEqual(await idsIn(client, author), [gone.id, shown.id])
    assert.deepEqual(await idsIn(client, editor), [gone.id, draft.id, shown.id])
    const [mine] = await bodyOf(client.get('/collections/front-page/posts').loginAs(author))
    assert.equal(mine.my_vote, 0)
    await db.from('posts').where('id', gone.id).delete()
    await runJobs()
    assert.deepEqual(await idsIn(client), [shown.id])
    assert.lengthOf(await db.from('collection_posts'), 3)
  })

  test('narrow lists of posts, which show nothing more for that', async ({ client, assert }) => {
    const [editor, author, other] = await people('editor', 'member', 'member')
    const make = PostFactory.merge({ userId: author.id })
    const [a, b] = await make.createMany(2)
    const draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
    await PostFactory.merge({ userId: author.id }).create()
    await answers(create(client, editor), 201)
    await answers(order(client, editor, [a.id, draft.id, b.id]), 200)

    const listed = async (path: string, viewer: User, slug = 'front-page') =>
      idsOf(await answers(client.get(`${path}collection=${slug}`).loginAs(viewer), 200))
    for (const path of ['/posts?', `/users/${author.id}/posts?`]) {
      for (const sort of ['new', 'top']) {
        assert.deepEqual(await listed(`${path}sort=${sort}&`, other), [b.id, a.id])
      }
    }
    assert.deepEqual(await listed('/posts?sort=old&', author), [a.id, b.id])
    const all = [a.id, b.id, draft.id]
    assert.sameMembers(await listed('/users/me/posts?', author), all)
    assert.sameMembers(await listed('/admin/posts?', editor), all)
    for (const path of ['/posts?', '/admin/posts?']) {
      assert.isEmpty(await listed(path, editor, 'nowhere'))
    }
  })

  test('refuse {what}')
    .with([
      { what: 'an object', ids: {}, status: 422 },
      { what: 'an id twice', ids: [1, 1], status: 422 },
      { what: 'a text', ids: ['one'], status: 422 },
      { what: 'an unknown post', ids: [1], status: 409 },
    ])
    .run(async ({ client, assert }, { ids, status }) => {
      const [editor, member] = await people('editor', 'member')
      await answers(create(client, editor), 201)
      assert.equal((await order(client, editor, ids)).status(), status)
      assertProblem(await order(client, member, []), 403, 'forbidden')
      assertProblem(await create(client, member), 403, 'forbidden')
    })

  test('change nothing with dry_run', async ({ client, assert }) => {
    const [editor] = await people('editor')
    const post = await PostFactory.create()
    await answers(create(client, editor, { dry_run: true }), 200)
    assert.isEmpty(await db.from('collections'))
    await answers(create(client, editor), 201)
    await answers(order(client, editor, [post.id]).qs({ dry_run: 'true' }), 200)
    assert.isEmpty(await db.from('collection_posts'))
    await answers(
      client.delete('/collections/front-page').loginAs(editor).qs({ dry_run: 'true' }),
      204
    )
    assert.lengthOf(await db.from('collections'), 1)
  })
})
