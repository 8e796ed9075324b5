import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'
import { untilBlocked } from '#tests/support/waiting'

const schema = {
  type: 'object',
  required: ['place'],
  properties: { place: { type: 'string' }, date: { type: 'string', format: 'date' } },
}

const put = (client: ApiClient, admin: User, name: string, body: object) =>
  client.put(`/types/${name}`).loginAs(admin).json(body)

test.group('Types', (group) => {
  group.each.setup(emptyDatabase)

  test('are made, changed and deleted, with an entry for each', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const made = await answers(
      put(client, admin, 'event', { title: 'Event', schema, filterable: ['place'] }),
      201
    )
    assert.equal(made.header('location'), '/types/event')
    const defaults = { commentable: true, votable: true, listed: false, write: null }
    assert.containSubset(made.body(), { name: 'event', schema, filterable: ['place'], ...defaults })

    const changed = await answers(put(client, admin, 'event', { listed: true }), 200)
    assert.containSubset(changed.body(), { title: 'Event', schema, listed: true })
    assert.deepEqual(
      (await bodyOf(client.get('/types'))).map(({ name }: any) => name),
      ['event', 'post']
    )
    await answers(put(client, admin, 'event', { listed: true }), 200)
    await answers(client.delete('/types/event').loginAs(admin), 204)
    assertProblem(await client.get('/types/event'), 404, 'not_found')
    const entries = await db.from('audit_entries').orderBy('id')
    assert.deepEqual(
      entries.map(({ action, target_type: target }) => `${action} ${target}`),
      ['type.create type', 'type.update type', 'type.delete type']
    )
    assert.deepEqual(entries[1].before, { listed: false })
    assert.deepEqual(entries[1].after, { listed: true, name: 'event' })
  })

  test('lose nothing to a second admin', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const stale = (await put(client, admin, 'event', { title: 'Event' })).header('etag')!
    const first = await put(client, admin, 'event', { title: 'Events' }).header('If-Match', stale)
    first.assertStatus(200)
    const fresh = first.header('etag')!
    const second = put(client, admin, 'event', { title: 'Party' })
    assertProblem(await second.header('If-Match', stale), 412, 'precondition_failed')
    const gone = client.delete('/types/event').loginAs(admin).header('If-Match', stale)
    assertProblem(await gone, 412, 'precondition_failed')
    assert.equal((await client.get('/types/event').loginAs(admin)).header('etag'), fresh)
    assertProblem(
      await put(client, admin, 'party', { title: 'Party' }).header('If-Match', stale),
      412,
      'precondition_failed'
    )
  })

  test('refuse {what}')
    .with([
      { what: 'a type without a title', name: 'event', body: {}, at: '/title' },
      { what: 'a name in capitals', name: 'Event', body: { title: 'E' }, at: '/path/type' },
      { what: 'an unlisted type post', name: 'post', body: { listed: false }, at: '/listed' },
      { what: 'an unknown permission', name: 'post', body: { write: 'fly' }, at: '/write' },
      { what: 'an unknown member', name: 'post', body: { schemas: {} }, at: '/schemas' },
      { what: 'a list as the schema', name: 'post', body: { schema: [] }, at: '/schema' },
      {
        what: 'NUL in the schema',
        name: 'post',
        body: { schema: { title: 'a\u0000' } },
        at: '/schema',
      },
      {
        what: 'a remote reference',
        name: 'post',
        body: { schema: { properties: { a: { $ref: 'https://e.org' } } } },
        at: '/schema/properties/a/$ref',
      },
      {
        what: 'a filterable member that the schema lacks',
        name: 'post',
        body: { schema, filterable: ['place', 'price'] },
        at: '/filterable/1',
      },
    ])
    .run(async ({ client }, { name, body, at }) => {
      const [admin] = await people('admin')
      const refused = await put(client, admin, name, body)
      assertProblem(refused, 422, 'validation_failed', [at])
    })

  test('take a schema of 32 KB, and not one byte more', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const ofBytes = (bytes: number) => {
      const empty = Buffer.byteLength(JSON.stringify({ enum: [''] }))
      // Each of these letters takes two bytes.
      const half = Math.floor((bytes - empty) / 2)
      return { enum: ['é'.repeat(half) + 'x'.repeat(bytes - empty - 2 * half)] }
    }
    const largest = ofBytes(32 * 1024)
    await answers(put(client, admin, 'event', { title: 'Event', schema: largest }), 201)
    assert.deepEqual((await bodyOf(client.get('/types/event'))).schema, largest)
    const larger = put(client, admin, 'event', { schema: ofBytes(32 * 1024 + 1) })
    assertProblem(await larger, 422, 'validation_failed', ['/schema'])
  })

  test('belong to those who may manage them', async ({ client }) => {
    const [editor, admin] = await people('editor', 'admin')
    assertProblem(await put(client, editor, 'event', { title: 'Event' }), 403, 'forbidden')
    assertProblem(await client.delete('/types/post').loginAs(editor), 403, 'forbidden')
    assertProblem(await client.delete('/types/post').loginAs(admin), 409, 'conflict')
    assertProblem(await client.delete('/types/party').loginAs(admin), 404, 'not_found')
  })

  test('with posts stay', async ({ client }) => {
    const [admin] = await people('admin')
    await answers(put(client, admin, 'event', { title: 'Event' }), 201)
    const { id } = await PostFactory.create()
    await db.from('posts').where('id', id).update({ type: 'event' })
    assertProblem(await client.delete('/types/event').loginAs(admin), 409, 'conflict')
  })

  test('that are deleted at the same moment are refused: {what}')
    .with([
      { what: 'a new post', method: 'POST', body: { content: 'On the square.' } },
      { what: 'an edit', method: 'PATCH', body: {} },
    ])
    .run(async ({ client, assert }, { method, body }) => {
      const [admin, author] = await people('admin', 'member')
      await answers(put(client, admin, 'event', { title: 'Event', listed: true }), 201)
      const { id } = await PostFactory.merge({ userId: author.id }).create()
      const holder = await db.transaction()
      await holder.from('types').where('name', 'event').delete()
      const sent = client
        .request(method === 'POST' ? '/posts' : `/posts/${id}`, method)
        .loginAs(author)
        .json({ title: 'Party', type: 'event', ...body })
        .then((response) => response)
      await untilBlocked().finally(() => holder.commit())
      assertProblem(await sent, 422, 'validation_failed', ['/type'])
      assert.isEmpty(await db.from('posts').where('type', 'event'))
    })

  test('stay if a post of them is written at the same moment', async ({ client }) => {
    const [admin, author] = await people('admin', 'member')
    await answers(put(client, admin, 'event', { title: 'Event' }), 201)
    const holder = await db.transaction()
    const party = {
      title: 'Party',
      content: 'On the square.',
      type: 'event',
      user_id: author.id,
      published_at: new Date(),
    }
    await holder.table('posts').insert(party)
    const sent = client
      .delete('/types/event')
      .loginAs(admin)
      .then((response) => response)
    await untilBlocked().finally(() => holder.commit())
    assertProblem(await sent, 409, 'conflict')
  })

  test('change nothing with dry_run', async ({ client, assert }) => {
    const [admin] = await people('admin')
    await answers(put(client, admin, 'event', { title: 'Event', dry_run: true }), 200)
    assert.lengthOf(await db.from('types'), 1)
    await answers(put(client, admin, 'event', { title: 'Event' }), 201)
    await answers(client.delete('/types/event?dry_run=true').loginAs(admin), 204)
    assert.lengthOf(await db.from('types'), 2)
  })
})
