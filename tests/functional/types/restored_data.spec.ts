import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { people } from '#tests/support/staff'

const placed = { properties: { place: { type: 'string' } } }
const capital = { properties: { place: { type: 'string', pattern: '^[A-Z]' } } }

let author: User
let id: number

/** A published event is in the trash when its type gets a schema that its data does not fit. */
async function begin(client: ApiClient) {
  await emptyDatabase()
  const [one, admin] = await people('member', 'admin')
  author = one
  const define = (schema: object) => {
    const type = { title: 'Event', listed: true, schema }
    return client.put('/types/event').loginAs(admin).json(type)
  }
  await answers(define(placed), 201)
  const event = { type: 'event', title: 'Party', content: 'On the square.', data: { place: 'ulm' } }
  id = (await bodyOf(client.post('/posts').loginAs(author).json(event))).id
  await answers(client.delete(`/posts/${id}`).loginAs(author), 204)
  await answers(define(capital), 200)
}

const restore = (client: ApiClient, more: object = {}) =>
  client
    .patch(`/posts/${id}`)
    .loginAs(author)
    .json({ deleted: false, ...more })

test.group('A post that its type does not take any more', () => {
  test('comes back from the trash unpublished', async ({ client, assert }) => {
    await begin(client)
    const back = await answers(restore(client), 200)
    assert.containSubset(back.body(), { status: 'unpublished', data: { place: 'ulm' } })
    assert.isEmpty(idsOf(await client.get('/posts')))
  })

  test('comes back published with data that fits', async ({ client, assert }) => {
    await begin(client)
    const back = await answers(restore(client, { data: { place: 'Ulm' } }), 200)
    assert.containSubset(back.body(), { status: 'published', data: { place: 'Ulm' } })
    assert.deepEqual(idsOf(await client.get('/posts')), [id])
  })
})
