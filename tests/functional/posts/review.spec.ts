import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { runSchedules } from '#jobs/run_schedules'
import Role from '#models/role'
import type Post from '#models/post'
import User from '#models/user'
import { answers, bodyOf, tagOf } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

let [editor, other]: User[] = []
/** Writes drafts, and publishes nothing. */
let writer: User
let draft: Post

const path = () => `/posts/${draft.id}/review`
const set = (client: ApiClient, user: User, fields: object) =>
  client.put(path()).loginAs(user).json(fields)
const request = (client: ApiClient, user = writer) => set(client, user, { state: 'requested' })
const approve = (client: ApiClient, user = editor) => set(client, user, { state: 'approved' })
const show = (client: ApiClient) => client.get(path()).loginAs(writer)

async function begin() {
  await emptyDatabase()
  ;[editor, other] = await people('editor', 'member')
  await Role.firstOrCreate({ name: 'writer' }, { rank: 0, permissions: ['posts.draft'] })
  const { id } = await UserFactory.merge({ role: 'writer' }).create()
  writer = await User.withRole().where('id', id).firstOrFail()
  draft = await PostFactory.merge({ userId: writer.id }).apply('draft').create()
}

test.group('A role with posts.draft alone', (group) => {
  group.each.setup(begin)

  test('writes drafts and works on them, and publishes nothing', async ({ client }) => {
    const post = (fields: object) =>
      client
        .post('/posts')
        .loginAs(writer)
        .json({ title: 'A', content: 'B', ...fields })
    assertProblem(await post({}), 403, 'forbidden')
    assertProblem(await post({ published: true }), 403, 'forbidden')
    const { id } = (await answers(post({ published: false }), 201)).body()
    const at = `/posts/${id}`
    await answers(client.patch(`${at}/draft`).loginAs(writer).json({ title: 'Next' }), 200)
    const publish = client.put(`${at}/publication`).loginAs(writer)
    assertProblem(await publish.json({}), 403, 'forbidden')
    const patch = client.patch(at).loginAs(writer).json({ published: true })
    assertProblem(await patch, 403, 'forbidden')
  })
})

test.group('PUT /posts/{id}/review', (group) => {
  group.each.setup(begin)

  test('asks for a review, which an editor answers with a note', async ({ client, assert }) => {
    assertProblem(await show(client), 404, 'not_found')
    const asked = await bodyOf(request(client))
    assert.containSubset(asked, { state: 'requested', note: null, reviewer: null })
    assert.equal(asked.requested_by.id, writer.id)
    assert.isEmpty(await db.from('audit_entries'))
    assert.deepEqual(await bodyOf(request(client)), asked)

    const answer = { state: 'changes_requested', note: 'Name the source.' }
    await answers(set(client, editor, answer), 200)
    const shown = await bodyOf(show(client))
    assert.containSubset(shown, answer)
    assert.equal(shown.reviewer.id, editor.id)
    assert.containSubset(await row('audit_entries', { target_id: draft.id }), {
      action: 'post.review',
      actor_id: editor.id,
      before: { state: 'requested' },
      after: answer,
    })
    assert.containSubset(await bodyOf(request(client)), { state: 'requested', note: null })
    assert.isFalse((await row('posts', { id: draft.id })).published)
  })

  test('is answered with posts.review, and by no author', async ({ client }) => {
    const [moderator] = await people('moderator')
    await answers(request(client), 200)
    assertProblem(await approve(client, writer), 403, 'forbidden')
    assertProblem(await approve(client, moderator), 403, 'forbidden')
    assertProblem(await approve(client, other), 404, 'not_found')
    assertProblem(await request(client, other), 404, 'not_found')
    draft = await PostFactory.merge({ userId: editor.id }).apply('draft').create()
    await answers(request(client, editor), 200)
    assertProblem(await approve(client), 403, 'forbidden')
  })

  test('needs a request, and something to review', async ({ client }) => {
    assertProblem(await approve(client), 409, 'conflict')
    const note = { state: 'requested', note: 'Please' }
    assertProblem(await set(client, writer, note), 422, 'validation_failed', ['/note'])
    assertProblem(await set(client, writer, { state: 'ok' }), 422, 'validation_failed', ['/state'])
    draft = await PostFactory.merge({ userId: writer.id }).create()
    assertProblem(await request(client), 409, 'conflict')
    const save = client.patch(`/posts/${draft.id}/draft`).loginAs(writer).json({ title: 'Next' })
    await answers(save, 200)
    await answers(request(client), 200)
  })

  test('of two answers with one tag, one is 200 and the other 412', async ({ client, assert }) => {
    await answers(request(client), 200)
    const tag = await tagOf(show(client))
    const answered = await Promise.all(
      ['approved', 'changes_requested'].map((state) =>
        set(client, editor, { state }).header('if-match', tag)
      )
    )
    assert.sameMembers(
      answered.map((response) => response.status()),
      [200, 412]
    )
  })

  test('ends with {$self}')
    .with(['a publication', 'published: true', 'a schedule'] as const)
    .run(async ({ client, assert }, way) => {
      await answers(request(client), 200)
      const asEditor = (method: string, at: string) =>
        client.request(`/posts/${draft.id}${at}`, method).loginAs(editor)
      if (way === 'a publication') await answers(asEditor('PUT', '/publication').json({}), 200)
      else if (way === 'published: true') {
        await answers(asEditor('PATCH', '').json({ published: true }), 200)
      } else {
        await db.from('posts').update({ publish_at: new Date(Date.now() - 1000) })
        await runSchedules()
      }
      assert.isTrue((await row('posts', { id: draft.id })).published)
      assertProblem(await show(client), 404, 'not_found')
    })
})

test.group('?review=', (group) => {
  group.each.setup(begin)

  test('narrows the lists of staff and of the author, and tells others nothing', async ({
    client,
    assert,
  }) => {
    await PostFactory.merge({ userId: writer.id }).createMany(2)
    const published = await PostFactory.merge({ userId: writer.id }).create()
    const at = `/posts/${published.id}`
    await answers(client.patch(`${at}/draft`).loginAs(writer).json({ title: 'Next' }), 200)
    await answers(client.put(`${at}/review`).loginAs(writer).json({ state: 'requested' }), 200)
    await answers(request(client), 200)
    const both = [draft.id, published.id]
    const list = async (place: string, user: User | null) => {
      const asked = client.get(`${place}?review=requested`)
      return idsOf(await (user ? asked.loginAs(user) : asked))
    }
    assert.sameMembers(await list('/admin/posts', editor), both)
    assert.sameMembers(await list('/users/me/posts', writer), both)
    assert.sameMembers(await list(`/users/${writer.id}/posts`, editor), both)
    for (const user of [other, null]) {
      assert.isEmpty(await list(`/users/${writer.id}/posts`, user))
    }
    const open = await client.get('/posts?review=requested')
    assertProblem(open, 422, 'validation_failed', ['/query/review'])
    const listed = await plaza('posts list --review requested --json', {
      env: { PLAZA_ACTOR: editor.username! },
    })
    assert.lengthOf(listed.json.data, 2)
    await answers(approve(client), 200)
    assert.deepEqual(await list('/admin/posts', editor), [published.id])
  })
})

test.group('Erasing an account', (group) => {
  group.each.setup(begin)

  test('clears its notes and its requests', async ({ client, assert }) => {
    const me = await UserFactory.apply('admin').create()
    await people('admin')
    await answers(request(client), 200)
    const answer = { state: 'changes_requested', note: 'Quokka' }
    await answers(set(client, me, answer), 200)
    const mine = await PostFactory.merge({ userId: other.id }).apply('draft').create()
    const asked = client.put(`/posts/${mine.id}/review`).loginAs(me)
    await answers(asked.json({ state: 'requested' }), 200)

    await answers(client.delete('/users/me').loginAs(me).json({ password }), 204)
    const none = { state: 'changes_requested', note: null, reviewer: null }
    assert.containSubset(await bodyOf(show(client)), none)
    await runJobs()
    assert.containSubset(await db.from('post_reviews'), [{ post_id: draft.id, note: null }])
    assert.lengthOf(await db.from('post_reviews'), 1)
  })
})
