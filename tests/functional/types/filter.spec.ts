import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { listPosts } from '#queries/posts/list_posts'
import { post } from '#resources/post'
import { flat, plansOf } from '#tests/support/plans'
import { emptyDatabase, vacuum } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { followToTheEnd, idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const schema = {
  properties: {
    place: { type: 'string' },
    price: { type: 'number' },
    free: { type: 'boolean' },
    genres: { type: 'array', items: { type: 'string' } },
  },
}

let admin: User

const put = (client: ApiClient, body: object) =>
  client
    .put('/types/event')
    .loginAs(admin)
    .json({ title: 'Event', schema, ...body })

async function write(client: ApiClient, data: object, more: object = {}): Promise<number> {
  const text = { title: 'Party', content: 'On the square.', type: 'event' }
  const made = client.post('/posts').loginAs(admin)
  return (await bodyOf(made.json({ ...text, data, ...more }))).id
}

const found = async (client: ApiClient, query: string) =>
  idsOf(await answers(client.get(`/posts?type=event&${query}`), 200))

test.group('GET /posts?data.name=', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[admin] = await people('admin')
  })

  test('finds posts by their values, whatever their kind', async ({ client, assert }) => {
    await answers(put(client, { filterable: ['place', 'price', 'free', 'genres'] }), 201)
    const a = await write(client, {
      place: 'Bonn',
      price: 10,
      free: false,
      genres: ['jazz', 'pop'],
    })
    const b = await write(client, { place: 'Bonn', price: 1.5e-7, free: true, genres: ['pop'] })
    await write(client, { place: 'Ulm' }, { published: false })
    for (const [query, ids] of [
      ['data.place=Bonn', [b, a]],
      ['data.place=Bonn&sort=old', [a, b]],
      ['data.place=Bonn&sort=top', [b, a]],
      ['data.place=Bonn&sort=title', [a, b]],
      ['data.place=Bonn&search=party', [b, a]],
      ['data.place=bonn', []],
      ['data.place=Ulm', []],
      ['data.price=10.0', [a]],
      ['data.price=0.00000015', [b]],
      ['data.free=true', [b]],
      ['data.genres=pop', [b, a]],
      ['data.genres=jazz&data.place=Bonn', [a]],
      ['data.genres=jazz&data.place=Ulm', []],
      [`data.place=Bonn&author=${admin.id}`, [b, a]],
      ['data.place=Bonn&published_before=2000-01-01', []],
    ] as const) {
      assert.deepEqual(await found(client, query), [...ids], query)
    }
    const get = (path: string) => client.get(path)
    const path = '/posts?type=event&data.place=Bonn&limit=1'
    assert.deepEqual(await followToTheEnd(get, path), [b, a])
    const own = client.get('/users/me/posts?type=event&data.place=Ulm').loginAs(admin)
    assert.lengthOf(await idsOf(await own), 1)
  })

  test('follows edits, types and publication', async ({ client, assert }) => {
    await answers(put(client, { filterable: ['place'] }), 201)
    const id = await write(client, { place: 'Bonn' })
    const patch = (fields: object) =>
      answers(client.patch(`/posts/${id}`).loginAs(admin).json(fields), 200)
    await patch({ data: { place: 'Ulm' } })
    assert.isEmpty(await found(client, 'data.place=Bonn'))
    assert.deepEqual(await found(client, 'data.place=Ulm'), [id])
    await patch({ published: false })
    assert.isEmpty(await found(client, 'data.place=Ulm'))
    await patch({ published: true })
    assert.deepEqual(await found(client, 'data.place=Ulm'), [id])
    await patch({ type: 'post', data: null })
    assert.isEmpty(await found(client, 'data.place=Ulm'))
  })

  test('is not ready until a job has collected the values', async ({ client, assert }) => {
    await answers(put(client, {}), 201)
    const id = await write(client, { place: 'Bonn' })
    const changed = await answers(put(client, { filterable: ['place'] }), 200)
    assert.deepEqual(changed.body().not_ready, ['place'])
    assertProblem(await client.get('/posts?type=event&data.place=Bonn'), 422, 'not_ready')
    await runJobs()
    assert.deepEqual(await found(client, 'data.place=Bonn'), [id])
    assert.isEmpty((await bodyOf(client.get('/types/event'))).not_ready)
  })

  test('reads a page of one value by one index, for all users and for staff', async ({
    client,
    assert,
  }) => {
    await answers(put(client, { filterable: ['place'] }), 201)
    await db.rawQuery(
      `set statement_timeout = 0;
       insert into posts (user_id, type, title, content, published_at, data)
       select ${admin.id}, 'event', 'Party', 'Text', now() - n * interval '1 minute',
         jsonb_build_object('place', case when n % 2 = 0 then 'Bonn' else 'Ulm' end)
       from generate_series(1, 5000) as n;
       reset statement_timeout`
    )
    await vacuum('posts', 'post_values')
    const asked = { type: 'event', data: { place: 'Bonn' } }
    for (const [index, read] of [
      ['post_values_listed_index', () => listPosts(asked)],
      ['post_values_post_index', () => listPosts(asked, { view: post.views.StaffPost })],
    ] as const) {
      assert.lengthOf((await read()).items, 10)
      const [plan] = (await plansOf(read, { asOfLargeTables: true })).slice(-1)
      const nodes = flat(plan)
      assert.include(
        nodes.map((node) => node['Index Name']),
        index
      )
      const most = Math.max(...nodes.map((node) => node['Actual Rows'] * node['Actual Loops']))
      assert.isAtMost(most, 50)
    }
  })

  test('finds drafts and removed posts for staff, counts them, and pages', async ({
    client,
    assert,
  }) => {
    await answers(put(client, { filterable: ['place', 'price'] }), 201)
    const seen = await write(client, { place: 'Bonn' })
    const draft = await write(client, { place: 'Bonn', price: 2 }, { published: false })
    const removed = await write(client, { place: 'Bonn' })
    await write(client, { place: 'Ulm' })
    await db.from('posts').where('id', removed).update({ removed_at: new Date() })

    const path = '/admin/posts?type=event&data.place=Bonn'
    const ask = (more: string) => answers(client.get(`${path}${more}`).loginAs(admin), 200)
    assert.deepEqual(idsOf(await ask('')), [removed, draft, seen])
    assert.deepEqual(idsOf(await ask('&sort=old')), [seen, draft, removed])
    assert.deepEqual(idsOf(await ask('&sort=title')), [seen, draft, removed])
    assert.deepEqual(idsOf(await ask('&status=draft')), [draft])
    assert.deepEqual(idsOf(await ask('&data.price=2.0')), [draft])
    assert.equal((await ask('&count=exact')).header('x-total-count'), '3')
    const get = (next: string) => client.get(next).loginAs(admin)
    assert.deepEqual(await followToTheEnd(get, `${path}&limit=1`), [removed, draft, seen])
    const unknown = client.get('/admin/posts?type=event&data.name=x').loginAs(admin)
    assertProblem(await unknown, 422, 'validation_failed', ['/query/data.name'])
  })

  test('refuses {query}')
    .with([
      { query: 'data.place=Bonn', at: '/query/data' },
      { query: 'type=event&data.price=1', at: '/query/data.price' },
      { query: 'type=post&data.place=Bonn', at: '/query/data.place' },
      { query: 'type=event&data.place=a&data.place=b', at: '/query/data' },
      { query: 'type=event&data=Bonn', at: '/query/data' },
      { query: 'type=event&data.place[]=Bonn', at: '/query/data' },
      { query: 'type=event&data.place[a]=Bonn', at: '/query/data' },
      { query: 'type=event&data=Bonn&data.place=Bonn', at: ['/query/data', '/query/data.place'] },
      { query: 'type=event&data.=Bonn', at: '/query/data.' },
      { query: 'type=event&data.__proto__=Bonn', at: '/query/data.__proto__' },
    ])
    .run(async ({ client }, { query, at }) => {
      await answers(put(client, { filterable: ['place'] }), 201)
      assertProblem(await client.get(`/posts?${query}`), 422, 'validation_failed', [at].flat())
    })
})
