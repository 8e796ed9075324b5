import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { runSchedules } from '#jobs/run_schedules'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { pathOf, plainPicture, text, uploaded, type ShownMedia } from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

let [author, editor, stranger]: User[] = []

const picture = async (client: ApiClient, user: User, background = '#306090') =>
  uploaded(client, user, await plainPicture(400, 300, { background }).png().toBuffer())

const write = (client: ApiClient, fields: object, user = author) =>
  client
    .post('/posts')
    .loginAs(user)
    .json({ title: 'Lamps', content: 'Warm.', ...fields })

const change = (client: ApiClient, path: string, fields: object, user = author) =>
  client.patch(path).loginAs(user).json(fields)

const places = async () => (await db.from('media_uses').orderBy('place')).map(({ place }) => place)

const publish = (client: ApiClient, id: number, terms: object = {}) =>
  answers(client.put(`/posts/${id}/publication`).loginAs(author).json(terms), 200)

test.group('The cover of a post', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[author, editor, stranger] = await people('author', 'editor', 'member')
  })

  const isSeen = async (client: ApiClient, { id }: ShownMedia) =>
    (await client.get(`/media/${id}`)).status() === 200

  test('is a picture that readers see with the post, and as long', async ({ client, assert }) => {
    const { id: cover } = await picture(client, author)
    const { id } = await bodyOf(write(client, { cover_id: cover }))
    const path = `/posts/${id}?include=cover`
    assert.isNull((await bodyOf(client.get(path))).cover)
    await runJobs()
    const shown = await bodyOf(client.get(path))
    assert.containSubset(shown, { cover_id: cover, cover: { id: cover, width: 400, alt: null } })
    await answers(client.get(pathOf(shown.cover.url)), 200)
    assert.containSubset(await bodyOf(client.get('/posts?include=cover')), [
      { cover: { id: cover } },
    ])

    await answers(change(client, `/posts/${id}`, { published: false }), 200)
    assert.equal((await client.get(pathOf(shown.cover.url))).status(), 404)
    await answers(change(client, `/posts/${id}`, { published: true, cover_id: null }), 200)
    assert.equal((await client.get(pathOf(shown.cover.url))).status(), 404)
    assert.deepEqual(await places(), ['revision'])
  })

  test('counts as used in a post, in a working copy and in a revision', async ({
    client,
    assert,
  }) => {
    const first = await picture(client, author)
    const second = await picture(client, author, '#a03030')
    const { id } = await bodyOf(write(client, { cover_id: first.id }))
    assert.deepEqual(await places(), ['post'])
    const draft = `/posts/${id}/draft`
    await answers(client.put(`${draft}/editor`).loginAs(author).json({}), 200)
    const saved = await bodyOf(change(client, draft, { cover_id: second.id }))
    assert.equal(saved.cover_id, second.id)
    assert.deepEqual(await places(), ['draft', 'post'])
    assert.isFalse(await isSeen(client, second))
    await publish(client, id)
    assert.isTrue(await isSeen(client, second))
    assert.deepEqual(await places(), ['post', 'revision'])

    const uses = await bodyOf(client.get(`/media/${first.id}?include=uses`).loginAs(author))
    assert.deepEqual(uses.uses, [{ place: 'revision', post_id: id, title: 'Lamps' }])
    await answers(client.post(draft).loginAs(author).json({ revision: 1 }), 201)
    await publish(client, id)
    assert.equal((await bodyOf(client.get(`/posts/${id}`))).cover_id, first.id)
  })

  test('belongs to the author or to the editor, or readers see it', async ({ client, assert }) => {
    const own = await picture(client, author)
    const theirs = await picture(client, stranger, '#a03030')
    const notes = await uploaded(client, author, text('Notes'))
    for (const cover of [theirs.id, notes.id, 999_999_999, 'x', -1]) {
      assertProblem(await write(client, { cover_id: cover }), 422, 'validation_failed', [
        '/cover_id',
      ])
    }
    const { id } = await bodyOf(write(client, {}))
    const draft = `/posts/${id}/draft`
    await answers(client.put(`${draft}/editor`).loginAs(author).json({}), 200)
    for (const path of [draft, `/posts/${id}`]) {
      const refused = await change(client, path, { cover_id: theirs.id })
      assertProblem(refused, 422, 'validation_failed', ['/cover_id'])
    }
    await answers(change(client, `/posts/${id}`, { cover_id: own.id }, editor), 200)
    await answers(write(client, { cover_id: theirs.id }, stranger), 201)
    await answers(write(client, { cover_id: theirs.id }), 201)
    assert.isTrue(await isSeen(client, theirs))
  })

  test('ends with its file, in the post and in a copy that is published later', async ({
    client,
    assert,
  }) => {
    const first = await picture(client, author)
    const second = await picture(client, author, '#a03030')
    const { id } = await bodyOf(write(client, { cover_id: first.id }))
    assert.equal((await bodyOf(client.get(`/posts/${id}`))).cover_id, first.id)
    const remove = (file: ShownMedia, force = '?force=true') =>
      client.delete(`/media/${file.id}${force}`).loginAs(author)
    assertProblem(await remove(first, ''), 409, 'conflict')
    await answers(remove(first), 204)
    assert.isNull((await bodyOf(client.get(`/posts/${id}`))).cover_id)

    for (const isAhead of [false, true]) {
      const file = isAhead ? await picture(client, author, '#30a030') : second
      await answers(change(client, `/posts/${id}/draft`, { cover_id: file.id }), 200)
      if (isAhead) await publish(client, id, { at: '2036-01-01T00:00:00Z' })
      await answers(remove(file), 204)
      if (!isAhead) await publish(client, id)
      else {
        await db
          .from('posts')
          .where({ id })
          .update({ publish_at: new Date(Date.now() - 1000) })
        await runSchedules()
        assert.isNull((await row('posts', { id })).held)
      }
      assert.isEmpty(await db.from('post_drafts'))
      assert.isNull((await row('posts', { id })).cover_id)
    }
  })
})
