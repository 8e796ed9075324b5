import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { queueTypes } from '#jobs/follow_types'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { openJobs, runJobs } from '#tests/support/jobs'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const placed = { properties: { place: { type: 'string' } } }
const capital = { properties: { place: { type: 'string', pattern: '^[A-Z]' } } }

let admin: User

const put = (client: ApiClient, body: object, query = '') =>
  client
    .put(`/types/event${query}`)
    .loginAs(admin)
    .json({ title: 'Event', ...body })

/** Published posts of the type, with places as they are named. */
async function seed(places: string[], more: object = {}): Promise<number[]> {
  const rows = places.map((place) => ({
    user_id: admin.id,
    type: 'event',
    title: 'Party',
    content: 'On the square.',
    published_at: new Date(),
    data: JSON.stringify({ place }),
    ...more,
  }))
  const made = await db.table('posts').multiInsert(rows).returning('id')
  return made.map(({ id }: { id: number }) => id)
}

const shown = (client: ApiClient) => bodyOf(client.get('/types/event').loginAs(admin))

test.group('A change of a schema', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[admin] = await people('admin')
  })

  test('that posts break is refused, or listed with force', async ({ client, assert }) => {
    await answers(put(client, { schema: placed }), 201)
    const [, small] = await seed(['Bonn', 'ulm', 'Köln'])
    await seed(['draft'], { published: false, published_at: null })
    const refused = await put(client, { schema: capital })
    assertProblem(refused, 409, 'schema_breaks_posts', ['/schema'])
    assert.include(refused.body().detail, `1 post would break the schema: ${small}.`)
    assert.include(refused.body().errors[0].detail, `Post ${small}: data.place must match`)
    assert.deepEqual((await shown(client)).schema, placed)
    assertProblem(await put(client, { schema: null }), 409, 'schema_breaks_posts', [
      '/schema',
      '/schema',
      '/schema',
    ])

    const forced = await answers(put(client, { schema: capital }, '?force=true'), 200)
    const checked = { status: 'done', posts_count: 1, posts: [small] }
    assert.deepEqual(forced.body().checked, checked)
    assert.deepEqual((await shown(client)).checked, checked)
    assert.notProperty(await bodyOf(client.get('/types/event')), 'checked')
    const entry = await db.from('audit_entries').orderBy('id', 'desc').first()
    assert.containSubset(entry.after, { posts_unfit: 1 })
    await answers(client.patch(`/posts/${small}`).loginAs(admin).json({ title: 'New' }), 200)
    const edit = client.patch(`/posts/${small}`).loginAs(admin)
    assertProblem(await edit.json({ data: { place: 'ulm' } }), 422, 'validation_failed', [
      '/data/place',
    ])
  })

  test('lists a post that was checked before it and written after it', async ({
    client,
    assert,
  }) => {
    await answers(put(client, { schema: placed }), 201)
    await seed(['Bonn'])
    const changed = await answers(put(client, { schema: capital }), 200)
    assert.deepEqual(changed.body().checked, { status: 'done', posts_count: 0, posts: [] })
    const [late] = await seed(['ulm'])
    assert.equal(await queueTypes(), 0, 'a writer has a while to end')

    await db.from('types').where('name', 'event').update({ rechecks_at: new Date() })
    assert.equal(await queueTypes(), 1)
    await runJobs()
    assert.deepEqual((await shown(client)).checked, {
      status: 'done',
      posts_count: 1,
      posts: [late],
    })
    assert.equal(await queueTypes(), 0)
  })

  test('of more than 1000 posts is a job: {what}')
    .with([
      { what: 'refused', query: '', status: 'refused', schema: placed },
      { what: 'forced', query: '?force=true', status: 'done', schema: capital },
    ])
    .run(async ({ client, assert }, { query, status, schema }) => {
      await answers(put(client, { schema: placed }), 201)
      const [first] = await seed(['ulm', ...Array.from({ length: 1000 }, () => 'Bonn')])
      const dry = await answers(put(client, { schema: capital, dry_run: true }), 200)
      assert.equal(dry.body().checked.status, 'running')
      assert.isEmpty(await openJobs())
      const waiting = await answers(put(client, { schema: capital, listed: true }, query), 202)
      assert.containSubset(waiting.body(), { schema: placed, listed: true })
      await runJobs()
      const now = await shown(client)
      assert.deepEqual(now.schema, schema)
      assert.deepEqual(now.checked, { status, posts_count: 1, posts: [first] })
      const entries = await db.from('audit_entries').where('origin', 'job')
      assert.lengthOf(entries, status === 'done' ? 1 : 0)
      assert.isTrue((await db.from('posts').select('unlisted')).every((post) => !post.unlisted))
    })

  test('of `listed` lists its posts, and takes them back', async ({ client, assert }) => {
    await answers(put(client, { schema: placed }), 201)
    const ids = await seed(['Bonn', 'Ulm'], { tags: '{lamps}' })
    assert.isEmpty(await idsOf(await client.get('/posts')))
    for (const [listed, expected] of [
      [true, ids],
      [false, []],
    ] as const) {
      await answers(put(client, { listed }), 200)
      await runJobs()
      assert.sameMembers(await idsOf(await client.get('/posts')), [...expected])
      assert.sameMembers(await idsOf(await client.get('/posts?tag=lamps')), [...expected])
    }
  })
})
