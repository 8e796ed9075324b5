import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

let [author, admin]: User[] = []

const write = (client: ApiClient, fields: object) =>
  client
    .post('/posts')
    .loginAs(author)
    .json({ title: 'Party', content: 'On the square.', ...fields })

test.group('A slug', (group) => {
  group.each.setup(async ({ context }) => {
    await emptyDatabase()
    ;[author, admin] = await people('member', 'admin')
    await answers(context.client.put('/types/event').loginAs(admin).json({ title: 'Event' }), 201)
  })

  test('is that of one post in each type', async ({ client, assert }) => {
    const post = await bodyOf(write(client, { slug: 'party' }))
    const event = await bodyOf(write(client, { slug: 'party', type: 'event' }))
    assertProblem(await write(client, { slug: 'party', type: 'event' }), 409, 'slug_taken')
    const find = async (query = '') => (await bodyOf(client.get(`/posts/slug/party${query}`))).id
    assert.deepEqual([await find(), await find('?type=event')], [post.id, event.id])

    const made = await bodyOf(write(client, { type: 'event' }))
    assert.equal(made.slug, `party-${made.id}`)
    const retype = client.patch(`/posts/${event.id}`).loginAs(author).json({ type: 'post' })
    assertProblem(await retype, 409, 'slug_taken')
  })

  test('that is old leads to its post within the type', async ({ client, assert }) => {
    const event = await bodyOf(write(client, { slug: 'party', type: 'event' }))
    const change = client.patch(`/posts/${event.id}`).loginAs(author)
    await answers(change.json({ slug: 'feast' }), 200)
    assertProblem(await client.get('/posts/slug/party'), 404, 'not_found')
    const moved = await client.get('/posts/slug/party?type=event').redirects(0)
    moved.assertStatus(308)
    assert.equal(moved.header('location'), '/posts/slug/feast?type=event')
  })

  test('narrows lists of posts, and tells nothing of drafts', async ({ client, assert }) => {
    const post = await bodyOf(write(client, { slug: 'party' }))
    const event = await bodyOf(write(client, { slug: 'party', type: 'event' }))
    const draft = await bodyOf(write(client, { slug: 'party', published: false }))
    const find = async (path: string, viewer: User) =>
      idsOf(await answers(client.get(`${path}slug=party`).loginAs(viewer), 200))
    assert.deepEqual(await find('/posts?', author), [post.id])
    assert.deepEqual(await find('/posts?type=event&', admin), [event.id])
    assert.deepEqual(await find('/posts?type=any&', admin), [event.id, post.id])
    const all = [draft.id, event.id, post.id]
    assert.sameMembers(await find('/users/me/posts?', author), all)
    assert.sameMembers(await find('/admin/posts?', admin), all)
    await answers(client.patch(`/posts/${post.id}`).loginAs(author).json({ slug: 'feast' }), 200)
    assert.isEmpty(await find('/posts?', author))
  })
})
