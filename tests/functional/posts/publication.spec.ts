import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const HOUR_MS = 3_600_000
const hence = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()

const draftOf = ({ id: userId }: User) => PostFactory.merge({ userId }).apply('draft').create()

const put = (client: ApiClient, user: User, id: number, body: object) =>
  client.put(`/posts/${id}/publication`).loginAs(user).json(body)

test.group('PUT /posts/{id}/publication', (group) => {
  group.each.setup(emptyDatabase)

  test('publishes now, without a time or with a past one: {at}')
    .with([{ at: undefined }, { at: '2020-01-01T00:00:00Z' }])
    .run(async ({ client, assert }, { at }) => {
      const [me] = await people('member')
      const draft = await draftOf(me)
      const response = await put(client, me, draft.id, { at })
      response.assertStatus(200)
      assert.containSubset(response.body(), { status: 'published', publish_at: null, held: null })
      assert.approximately(Date.parse(response.body().published_at), Date.now(), 60_000)
      assert.deepEqual(idsOf(await client.get('/posts')), [draft.id])
    })

  test('schedules a draft, in a time zone', async ({ client, assert }) => {
    const [me, other] = await people('member', 'member')
    const draft = await draftOf(me)
    const [at, until] = [hence(24), hence(48)]
    const body = { at, until, time_zone: 'Europe/Berlin', on_missed: 'hold' }
    const response = await put(client, me, draft.id, body)
    response.assertStatus(200)
    assert.containSubset(response.body(), {
      status: 'scheduled',
      published: false,
      published_at: null,
      publish_at: at,
      unpublish_at: until,
      time_zone: 'Europe/Berlin',
    })
    assert.equal((await row('posts', { id: draft.id })).on_missed, 'hold')
    assertProblem(await client.get(`/posts/${draft.id}`).loginAs(other), 404, 'not_found')
    const list = await client.get('/users/me/posts?status=scheduled').loginAs(me)
    assert.deepEqual(idsOf(list), [draft.id])
  })

  test('changes the terms alone, where they alone are named', async ({ client, assert }) => {
    const [me] = await people('member')
    const draft = await draftOf(me)
    const [at, until] = [hence(24), hence(48)]
    await put(client, me, draft.id, { at })
    const scheduled = await bodyOf(put(client, me, draft.id, { until }))
    assert.containSubset(scheduled, { status: 'scheduled', publish_at: at, unpublish_at: until })

    await put(client, me, draft.id, {})
    const ended = await bodyOf(put(client, me, draft.id, { until: null }))
    assert.containSubset(ended, { status: 'published', unpublish_at: null })
  })

  test('refuses {problem}')
    .with([
      { problem: 'a time without an offset', body: { at: '2030-01-01T10:00:00' }, at: '/at' },
      { problem: 'a day', body: { at: '2030-01-01' }, at: '/at' },
      { problem: 'a day that is none', body: { at: '2030-02-30T10:00:00Z' }, at: '/at' },
      { problem: 'an unknown zone', body: { time_zone: 'Europe/Atlantis' }, at: '/time_zone' },
      { problem: 'an offset as a zone', body: { time_zone: '+01:00' }, at: '/time_zone' },
      { problem: 'a past end', body: { until: '2020-01-01T00:00:00Z' }, at: '/until' },
      {
        problem: 'an end before the beginning',
        body: { at: '2130-01-02T00:00:00Z', until: '2130-01-01T00:00:00Z' },
        at: '/until',
      },
      { problem: 'an unknown policy', body: { on_missed: 'drop' }, at: '/on_missed' },
      { problem: 'an unknown member', body: { unpublish_at: null }, at: '/unpublish_at' },
    ])
    .run(async ({ client, assert }, { body, at }) => {
      const [me] = await people('member')
      const draft = await draftOf(me)
      const before = await row('posts', { id: draft.id })
      const response = await put(client, me, draft.id, body)
      if (at === '/unpublish_at') response.assertStatus(200)
      else {
        assertProblem(response, 422, 'validation_failed', [at])
        assert.deepEqual(await row('posts', { id: draft.id }), before)
      }
    })

  test('of a published post at another time is 409', async ({ client }) => {
    const [me] = await people('member')
    const post = await PostFactory.merge({ userId: me.id }).create()
    assertProblem(await put(client, me, post.id, { at: hence(1) }), 409, 'conflict')
  })

  test('with dry_run changes nothing', async ({ client, assert }) => {
    const [me] = await people('member')
    const draft = await draftOf(me)
    await answers(put(client, me, draft.id, { dry_run: true }), 200)
    assert.isFalse((await row('posts', { id: draft.id })).published)
  })

  test('is for the author and for editors, who leave an audit entry', async ({
    client,
    assert,
  }) => {
    const [me, other, moderator, editor] = await people('member', 'member', 'moderator', 'editor')
    const draft = await draftOf(me)
    const body = { at: hence(1) }
    assertProblem(await put(client, other, draft.id, body), 404, 'not_found')
    assertProblem(await put(client, moderator, draft.id, body), 403, 'forbidden')
    await answers(put(client, editor, draft.id, body), 200)
    assert.containSubset(await row('audit_entries', { target_id: draft.id }), {
      action: 'post.schedule',
      actor_id: editor.id,
      subject_id: me.id,
      after: { publish_at: body.at },
    })
  })
})

test.group('DELETE /posts/{id}/publication', (group) => {
  group.each.setup(emptyDatabase)

  test('cancels a schedule, and unpublishes', async ({ client, assert }) => {
    const [me] = await people('member')
    const [draft, post] = [await draftOf(me), await PostFactory.merge({ userId: me.id }).create()]
    await put(client, me, draft.id, { at: hence(1), time_zone: 'UTC' })
    const status = async (id: number) => {
      await answers(client.delete(`/posts/${id}/publication`).loginAs(me), 204)
      return bodyOf(client.get(`/posts/${id}`).loginAs(me))
    }
    assert.containSubset(await status(draft.id), {
      status: 'draft',
      publish_at: null,
      time_zone: null,
    })
    assert.equal((await status(post.id)).status, 'unpublished')
    assertProblem(await client.get(`/posts/${post.id}`), 404, 'not_found')
    assert.isEmpty(idsOf(await client.get('/posts')))
  })
})

test.group('published_at', (group) => {
  group.each.setup(emptyDatabase)
  const before = '2015-03-01T08:00:00.000Z'

  test('is set by editors, for what was published elsewhere', async ({ client, assert }) => {
    const [me, editor] = await people('member', 'editor')
    const post = await PostFactory.merge({ userId: me.id }).create()
    const newer = await PostFactory.create()
    const edited = client.patch(`/posts/${post.id}`).loginAs(editor).json({ published_at: before })
    assert.equal((await bodyOf(edited)).published_at, before)
    assert.deepEqual(idsOf(await client.get('/posts')), [newer.id, post.id])
    const fields = { title: 'Old', content: 'From the archive', published_at: before }
    const made = await bodyOf(client.post('/posts').loginAs(editor).json(fields))
    assert.containSubset(made, { published_at: before, status: 'published' })
  })

  test('is ignored from anybody else', async ({ client, assert }) => {
    const [me] = await people('member')
    const fields = { title: 'Old', content: 'From the archive', published_at: before }
    const made = await bodyOf(client.post('/posts').loginAs(me).json(fields))
    assert.notEqual(made.published_at, before)
  })

  test('of editors has an offset, and is not ahead', async ({ client, assert }) => {
    const [editor] = await people('editor')
    for (const time of ['2015-03-01T08:00:00', '2130-01-01T00:00:00Z', 'soon']) {
      const fields = { title: 'Old', content: 'Text', published_at: time }
      const response = await client.post('/posts').loginAs(editor).json(fields)
      assertProblem(response, 422, 'validation_failed', ['/published_at'])
    }
    assert.isEmpty(await db.from('posts'))
  })
})

test.group('A calendar', (group) => {
  group.each.setup(emptyDatabase)

  test('lists the schedules of a time, for their author and for staff', async ({
    client,
    assert,
  }) => {
    const [me, editor] = await people('member', 'editor')
    const drafts = [await draftOf(me), await draftOf(me), await draftOf(me)]
    const days = [24, 48, 72]
    for (const [at, { id }] of drafts.entries()) {
      await answers(put(client, me, id, { at: hence(days[at]) }), 200)
    }
    const range = `publish_after=${hence(36)}&publish_before=${hence(60)}`
    const lists = [
      client.get(`/users/me/posts?${range}`).loginAs(me),
      client.get(`/admin/posts?${range}`).loginAs(editor),
    ]
    for (const list of lists) assert.deepEqual(idsOf(await list), [drafts[1].id])
  })

  test('lists the working copies of published posts, for staff', async ({ client, assert }) => {
    const [me, editor] = await people('member', 'editor')
    const post = await PostFactory.merge({ userId: me.id }).create()
    await answers(client.patch(`/posts/${post.id}/draft`).loginAs(me).json({ title: 'Two' }), 200)
    const at = hence(48)
    await answers(put(client, me, post.id, { at }), 200)
    const range = `publish_after=${hence(36)}&publish_before=${hence(60)}`
    const list = await bodyOf(client.get(`/admin/posts?${range}`).loginAs(editor))
    assert.lengthOf(list, 1)
    assert.containSubset(list[0], { id: post.id, status: 'published', publish_at: at })
    const after = client.get(`/admin/posts?publish_after=${hence(60)}`).loginAs(editor)
    assert.isEmpty(await bodyOf(after))
    for (const path of ['/posts', '/users/me/posts', `/users/${me.id}/posts`]) {
      assert.isEmpty(await bodyOf(client.get(`${path}?${range}`).loginAs(me)))
    }
  })
})
