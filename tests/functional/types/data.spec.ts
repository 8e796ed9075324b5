import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { runSchedules } from '#jobs/run_schedules'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { followToTheEnd, idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const schema = {
  type: 'object',
  required: ['place'],
  properties: {
    place: { type: 'string', pattern: '^\\p{Lu}' },
    date: { type: 'string', format: 'date' },
    after: { 'type': 'integer', 'x-ref': 'post' },
    host: { 'type': 'integer', 'x-ref': 'user' },
  },
  additionalProperties: false,
}

let admin: User
let author: User

const define = (client: ApiClient, name: string, body: object) =>
  client
    .put(`/types/${name}`)
    .loginAs(admin)
    .json({ title: name, ...body })

const text = { title: 'Party', content: 'On the square.' }

const post = (client: ApiClient, fields: object, by = author) =>
  client
    .post('/posts')
    .loginAs(by)
    .json({ ...text, type: 'event', ...fields })

const patch = (client: ApiClient, id: number, fields: object, by = author) =>
  client.patch(`/posts/${id}`).loginAs(by).json(fields)

test.group('The data of posts', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[author, admin] = await people('member', 'admin')
  })

  test('is in single answers, and in lists by include', async ({ client, assert }) => {
    await answers(define(client, 'event', { schema, listed: true }), 201)
    const data = { date: '2026-12-24', place: 'Cafe\u0301' }
    const { id, ...made } = await bodyOf(post(client, { data }))
    const kept = { date: '2026-12-24', place: 'Café' }
    assert.deepEqual(made.data, kept)
    assert.equal(made.type, 'event')
    assert.deepEqual((await bodyOf(client.get(`/posts/${id}`))).data, kept)
    assert.notProperty((await bodyOf(client.get('/posts')))[0], 'data')
    assert.deepEqual((await bodyOf(client.get('/posts?include=data')))[0].data, kept)
    const plain = await bodyOf(post(client, { type: 'post' }))
    assert.isNull((await bodyOf(client.get(`/posts/${plain.id}`))).data)
  })

  test('that does not fit is refused at publication: {what}')
    .with([
      { what: 'no data', data: undefined, at: ['/data/place'] },
      { what: 'null', data: null, at: ['/data/place'] },
      { what: 'a number', data: { place: 7 }, at: ['/data/place'] },
      { what: 'a pattern', data: { place: 'berlin' }, at: ['/data/place'] },
      { what: 'a date', data: { place: 'B', date: '2026-13-01' }, at: ['/data/date'] },
      { what: 'an unknown member', data: { place: 'B', plaza: 1 }, at: ['/data/plaza'] },
      { what: 'an unknown post', data: { place: 'B', after: 999_999 }, at: ['/data/after'] },
      { what: 'an unknown user', data: { place: 'B', host: 999_999 }, at: ['/data/host'] },
    ])
    .run(async ({ client }, { data, at }) => {
      await answers(define(client, 'event', { schema }), 201)
      assertProblem(await post(client, { data }), 422, 'validation_failed', at)
      const { id } = await bodyOf(post(client, { data, published: false }))
      const publish = await patch(client, id, { published: true })
      assertProblem(publish, 422, 'validation_failed', at)
      const publication = client.put(`/posts/${id}/publication`).loginAs(author).json({})
      assertProblem(await publication, 422, 'validation_failed', at)
      await answers(patch(client, id, { published: true, data: { place: 'Bonn' } }), 200)
      if (data !== undefined) {
        assertProblem(await patch(client, id, { data }), 422, 'validation_failed', at)
      }
      await answers(patch(client, id, { title: 'Another title' }), 200)
    })

  test('is refused as soon as it is written: {what}')
    .with([
      { what: 'a list', data: [] },
      { what: 'a text', data: 'Berlin' },
      { what: 'NUL', data: { place: 'a\u0000' } },
      { what: 'more than 64 KB', data: { place: 'x'.repeat(66_000) } },
      { what: 'a long list', data: { place: Array.from({ length: 1001 }, () => 1) } },
      { what: 'great depth', data: JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`) },
    ])
    .run(async ({ client }, { data }) => {
      await answers(define(client, 'event', { schema: {} }), 201)
      const draft = post(client, { data, published: false })
      assertProblem(await draft, 422, 'validation_failed', ['/data'])
    })

  test('names posts that the writer sees', async ({ client }) => {
    await answers(define(client, 'event', { schema }), 201)
    const own = await PostFactory.apply('draft').merge({ userId: author.id }).create()
    const hidden = await PostFactory.apply('draft').merge({ userId: admin.id }).create()
    const naming = (after: number) => ({ data: { place: 'B', after, host: admin.id } })
    await answers(post(client, naming(own.id)), 201)
    assertProblem(await post(client, naming(hidden.id)), 422, 'validation_failed', ['/data/after'])
  })

  test('without a schema is none', async ({ client, assert }) => {
    const none = { type: 'post', data: { place: 'Berlin' } }
    assertProblem(await post(client, none), 422, 'validation_failed', ['/data'])
    assert.isNull((await bodyOf(post(client, { type: 'post', data: null }))).data)
    assertProblem(await define(client, 'post', { schema }), 409, 'schema_breaks_posts', ['/schema'])
    await answers(define(client, 'post?force=true', { schema }), 200)
    await answers(post(client, none), 201)
  })

  test('goes with its type', async ({ client, assert }) => {
    await answers(define(client, 'event', { schema }), 201)
    assertProblem(await post(client, { type: 'party' }), 422, 'validation_failed', ['/type'])
    const { id } = await bodyOf(post(client, { type: 'post' }))
    assertProblem(await patch(client, id, { type: 'event' }), 422, 'validation_failed', [
      '/data/place',
    ])
    const changed = await answers(
      patch(client, id, { type: 'event', data: { place: 'Bonn' } }),
      200
    )
    assert.containSubset(changed.body(), { type: 'event', data: { place: 'Bonn' } })
    assert.isEmpty(await idsOf(await client.get('/posts')))
    await answers(patch(client, id, { type: 'post', data: null }), 200)
    assert.deepEqual(await idsOf(await client.get('/posts')), [id])
  })

  test('of a scheduled copy that does not fit holds the schedule', async ({ client, assert }) => {
    await answers(define(client, 'event', { schema }), 201)
    const { id } = await bodyOf(post(client, { data: { place: 'Bonn' } }))
    const { id: other } = await bodyOf(post(client, { type: 'post' }))
    const at = new Date(Date.now() + 3_600_000).toISOString()
    for (const one of [id, other]) {
      const draft = { title: 'Later', ...(one === id && { data: { place: 'ulm' } }) }
      await client.patch(`/posts/${one}/draft`).loginAs(author).json(draft)
      await answers(client.put(`/posts/${one}/publication`).loginAs(author).json({ at }), 200)
    }
    await db.from('posts').update({ publish_at: new Date(Date.now() - 1000) })
    await runSchedules()
    const shown = await db.from('posts').orderBy('id').select('title', 'held')
    assert.deepEqual(shown, [
      { title: text.title, held: 'invalid' },
      { title: 'Later', held: null },
    ])
  })

  test('of a scheduled post that its type does not take any more holds the schedule', async ({
    client,
    assert,
  }) => {
    await answers(define(client, 'event', { schema }), 201)
    const { id } = await bodyOf(post(client, { data: { place: 'Bonn' }, published: false }))
    const at = new Date(Date.now() + 3_600_000).toISOString()
    await answers(client.put(`/posts/${id}/publication`).loginAs(author).json({ at }), 200)
    const stricter = { ...schema, required: ['place', 'fee'] }
    await answers(define(client, 'event?force=true', { schema: stricter }), 200)
    await db.from('posts').update({ publish_at: new Date(Date.now() - 1000) })
    await runSchedules()
    const { published, held } = await db.from('posts').firstOrFail()
    assert.deepEqual({ published, held }, { published: false, held: 'invalid' })
  })

  test('is in revisions, changes, the export and the working copy', async ({ client, assert }) => {
    await answers(define(client, 'event', { schema }), 201)
    const { id } = await bodyOf(post(client, { data: { place: 'Bonn' } }))
    await answers(patch(client, id, { data: { place: 'Ulm' } }), 200)
    const get = (path: string) => bodyOf(client.get(`/posts/${id}${path}`).loginAs(author))
    assert.deepEqual((await get('/revisions/1')).data, { place: 'Bonn' })
    assert.deepEqual((await get('/revisions/2/changes')).changes, [
      { member: 'data', before: { place: 'Bonn' }, after: { place: 'Ulm' }, parts: [] },
    ])
    const draft = (data: object) =>
      client.patch(`/posts/${id}/draft`).loginAs(author).json({ data })
    await draft({ place: 'ulm' })
    assert.deepEqual((await get('/draft')).data, { place: 'ulm' })
    const publish = () => client.put(`/posts/${id}/publication`).loginAs(author).json({})
    assertProblem(await publish(), 422, 'validation_failed', ['/data/place'])
    await answers(draft({ place: 'Köln' }), 200)
    await answers(publish(), 200)
    assert.deepEqual((await get('')).data, { place: 'Köln' })
    const exports = `/admin/users/${author.id}/exports`
    const asked = client.post(exports).loginAs(admin).json({ reason: 'They asked' })
    const { posts } = await bodyOf(asked)
    assert.deepEqual(posts[0].data, { place: 'Köln' })
  })
})

test.group('What a type allows', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[author, admin] = await people('member', 'admin')
  })

  test('is to be written with a permission', async ({ client }) => {
    await answers(define(client, 'event', { write: 'posts.pin' }), 201)
    const [editor] = await people('editor')
    assertProblem(await post(client, {}), 403, 'forbidden')
    assertProblem(await post(client, { published: false }), 403, 'forbidden')
    const { id } = await bodyOf(post(client, {}, editor))
    await answers(patch(client, id, { title: 'New' }, editor), 200)
    const { id: own } = await bodyOf(post(client, { type: 'post' }))
    assertProblem(await patch(client, own, { type: 'event' }), 403, 'forbidden')
  })

  test('is to take no comments, and no votes', async ({ client }) => {
    await answers(define(client, 'event', { commentable: false, votable: false }), 201)
    const { id } = await bodyOf(post(client, {}))
    const comment = () =>
      client.post('/comments').loginAs(admin).json({ post_id: id, content: 'Well said.' })
    const vote = (direction: number) =>
      client.post('/votes').loginAs(admin).json({ post_id: id, vote_dir: direction })
    const several = await Promise.all([comment(), comment(), vote(1), vote(0)])
    assertProblem(several[0], 403, 'comments_closed')
    assertProblem(several[1], 403, 'comments_closed')
    assertProblem(several[2], 403, 'votes_closed')
    assertProblem(several[3], 403, 'votes_closed')
    await answers(define(client, 'event', { commentable: true, votable: true }), 200)
    await answers(comment(), 201)
    await answers(vote(1), 200)
  })

  test('is to be listed with its name alone', async ({ client, assert }) => {
    await answers(define(client, 'event', {}), 201)
    const { id: listed } = await bodyOf(post(client, { type: 'post', tags: ['lamps'] }))
    const { id } = await bodyOf(post(client, { tags: ['lamps'], slug: 'party' }))
    const idsAt = async (path: string, viewer?: User) => {
      const request = client.get(path)
      return idsOf(await (viewer ? request.loginAs(viewer) : request))
    }
    for (const sort of ['new', 'old', 'top', 'hot']) {
      assert.deepEqual(await idsAt(`/posts?sort=${sort}`), [listed])
      assert.deepEqual(await idsAt(`/posts?sort=${sort}&type=post`), [listed])
      assert.deepEqual(await idsAt(`/posts?sort=${sort}&type=event`), [id])
    }
    for (const sort of ['new', 'top', 'hot', 'updated']) {
      for (const path of ['/posts', `/users/${author.id}/posts`]) {
        const get = (page: string) => client.get(page)
        const all = await followToTheEnd(get, `${path}?type=any&sort=${sort}&limit=1`)
        assert.deepEqual(all, [id, listed], `${path} by ${sort}`)
      }
    }
    assert.deepEqual(await idsAt('/posts?type=any&sort=title'), [listed, id])
    assert.deepEqual(await idsAt('/posts?type=any&language=en'), [id, listed])
    assert.deepEqual(await idsAt('/posts?type=any&tag=lamps'), [id, listed])
    assert.deepEqual(await idsAt('/users/me/posts?type=any', author), [id, listed])
    assert.deepEqual(await idsAt('/admin/posts?type=any', admin), [id, listed])
    assert.sameMembers(await idsAt('/posts?type=any&search=party'), [listed, id])
    assertProblem(await define(client, 'any', {}), 422, 'validation_failed', ['/path/type'])
    assert.deepEqual(await idsAt('/posts?search=party'), [listed])
    assert.deepEqual(await idsAt('/posts?search=party&type=event'), [id])
    assert.deepEqual(await idsAt('/posts?tag=lamps'), [listed])
    assert.deepEqual(await idsAt('/posts?tag=lamps&type=event'), [id])
    assert.deepEqual(await idsAt(`/users/${author.id}/posts`), [listed])
    assert.deepEqual(await idsAt(`/users/${author.id}/posts?type=event`), [id])
    assert.deepEqual(await idsAt('/users/me/posts', author), [id, listed])
    assert.deepEqual(await idsAt('/admin/posts', admin), [id, listed])
    assert.equal((await bodyOf(client.get('/posts/slug/party?type=event'))).id, id)
    const counted = await db.from('tag_changes').sum('delta as total').first()
    assert.equal(counted.total, 1)
  })
})
