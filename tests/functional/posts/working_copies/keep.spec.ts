import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type Post from '#models/post'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

let [author, editor]: User[] = []
let post: Post

const path = () => `/posts/${post.id}/draft`
const show = (client: ApiClient) => bodyOf(client.get(path()).loginAs(author))
const save = (client: ApiClient, fields: object, user = author) =>
  answers(client.patch(path()).loginAs(user).json(fields), 200)
const revisions = () => db.from('post_revisions').orderBy('number')

async function begin() {
  await emptyDatabase()
  ;[author, editor] = await people('member', 'editor')
  post = await PostFactory.merge({ userId: author.id, title: 'One', content: 'First' }).create()
}

test.group('A working copy', (group) => {
  group.each.setup(begin)

  test('leaves a revision at a change of editor', async ({ client, assert }) => {
    await save(client, { title: 'A' })
    await save(client, { title: 'B' })
    assert.isEmpty(await revisions())
    await save(client, { title: 'C' }, editor)
    await save(client, { title: 'D' })
    const kept = (await revisions()).map(
      ({ number, editor_id: by, of_draft: isDraft, members }) => [
        number,
        by,
        isDraft,
        members.title,
      ]
    )
    assert.deepEqual(kept, [
      [2, author.id, true, 'B'],
      [3, editor.id, true, 'C'],
    ])
    const listed = await bodyOf(client.get(`/posts/${post.id}/revisions`).loginAs(author))
    assert.deepEqual(
      listed.map((one: any) => [one.title, one.of_draft, one.current]),
      [
        ['C', true, false],
        ['B', true, false],
        ['One', false, true],
      ]
    )
  })

  test('leaves one every ten minutes', async ({ client, assert }) => {
    await save(client, { title: 'A' })
    await db.from('post_drafts').update({ kept_at: new Date(Date.now() - 601_000) })
    await save(client, { title: 'B' })
    await save(client, { title: 'C' })
    assert.deepEqual(
      (await revisions()).map(({ members }) => members.title),
      ['A']
    )
  })

  test('ends with its post', async ({ client, assert }) => {
    await save(client, { title: 'A' })
    await answers(client.delete(`/posts/${post.id}?purge=true`).loginAs(author), 204)
    assertProblem(await client.get(path()).loginAs(author), 404, 'not_found')
    await runJobs()
    assert.isEmpty(await db.from('post_drafts'))
  })

  test('waits in the trash', async ({ client, assert }) => {
    await save(client, { title: 'A' })
    await answers(client.delete(`/posts/${post.id}`).loginAs(author), 204)
    assert.equal((await show(client)).title, 'A')
    const back = { deleted: false }
    await answers(client.patch(`/posts/${post.id}`).loginAs(author).json(back), 200)
    assert.equal((await show(client)).title, 'A')
  })
})

test.group('DELETE /posts/{id}/draft', (group) => {
  group.each.setup(begin)

  test('discards the copy; that of another editor is kept as a revision', async ({
    client,
    assert,
  }) => {
    const discard = () => client.delete(path()).loginAs(author)
    await save(client, { title: 'A' })
    await answers(discard(), 204)
    assert.containSubset(await show(client), { title: 'One', begun_from: null })
    assert.isEmpty(await revisions())
    await save(client, { title: 'B' }, editor)
    await answers(discard(), 204)
    await answers(discard(), 204)
    const [kept] = await revisions()
    assert.containSubset(kept, { of_draft: true, editor_id: editor.id, members: { title: 'B' } })
  })

  test('is for a silenced author too, and for no silenced editor', async ({ client, assert }) => {
    await save(client, { title: 'A' })
    await editor.silence(null)
    assert.equal((await client.delete(path()).loginAs(editor)).status(), 403)
    await author.silence(null)
    await answers(client.delete(path()).loginAs(author), 204)
  })
})

test.group('POST /posts/{id}/draft', (group) => {
  group.each.setup(begin)

  const restore = (client: ApiClient, revision: number) =>
    client.post(path()).loginAs(author).json({ revision })

  test('puts a revision back as the working copy, and publishes nothing', async ({
    client,
    assert,
  }) => {
    const edit = {
      title: 'Two',
      content: 'Second',
      tags: ['lamps'],
      canonical_url: 'https://a.example/',
    }
    await answers(client.patch(`/posts/${post.id}`).loginAs(author).json(edit), 200)
    const made = await answers(restore(client, 1), 201)
    assert.equal(made.header('location'), path())
    const first = { title: 'One', content: 'First', tags: [], canonical_url: null }
    assert.containSubset(made.body(), { ...first, begun_from: 2, slug: post.slug })
    assert.containSubset(await bodyOf(client.get(`/posts/${post.id}`)), edit)
  })

  test('keeps what the copy said before as a revision', async ({ client, assert }) => {
    await save(client, { title: 'Mine' })
    await answers(restore(client, 1), 200)
    const [kept] = await revisions()
    assert.containSubset(kept, { of_draft: true, members: { title: 'Mine' } })
    const again = await bodyOf(restore(client, kept.number))
    assert.equal(again.title, 'Mine')
  })

  test('with an Idempotency-Key refuses an id that is none', async ({ client }) => {
    const send = client.post('/posts/%00/draft').loginAs(author).header('idempotency-key', 'nul')
    assertProblem(await send.json({ revision: 1 }), 422, 'validation_failed', ['/path/id'])
  })

  test('of a number that never was is 404', async ({ client }) => {
    assertProblem(await restore(client, 7), 404, 'not_found')
    assertProblem(await restore(client, 0), 422, 'validation_failed', ['/revision'])
  })
})

test.group('The data of a user', (group) => {
  group.each.setup(begin)

  test('has the working copies of their posts, and those that they saved', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    await save(client, { title: 'Quick' })
    await save(client, { title: 'Mine' }, editor)
    for (const user of [author, editor]) {
      const exports = `/admin/users/${user.id}/exports`
      const sent = client.post(exports).loginAs(admin).json({ reason: 'They asked' })
      const { drafts, revisions: kept } = await bodyOf(sent)
      assert.containSubset(drafts[0], { post_id: post.id, title: 'Mine', content: 'First' })
      assert.lengthOf(drafts, 1)
      if (user === author) assert.containSubset(kept[0], { title: 'Quick', content: 'First' })
    }
  })

  test('ends with the account: copies that they saved, and copies of their posts', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.apply('admin').create()
    await people('admin')
    const mine = await PostFactory.merge({ userId: me.id }).create()
    const saved = (id: number, user: User) =>
      answers(client.patch(`/posts/${id}/draft`).loginAs(user).json({ title: 'Quokka' }), 200)
    await saved(mine.id, me)
    await saved(post.id, me)
    const publishAt = new Date(Date.now() + 3_600_000)
    await db.from('posts').where('id', post.id).update({ publish_at: publishAt, published: false })

    await answers(client.delete('/users/me').loginAs(me).json({ password }), 204)
    assert.containSubset(await show(client), { title: 'One', begun_from: null })
    await runJobs()
    assert.isEmpty(await db.from('post_drafts'))
    assert.equal((await row('posts', { id: post.id })).held, 'invalid')
  })
})
