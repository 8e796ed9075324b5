import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import type Post from '#models/post'
import type User from '#models/user'
import { answers, bodyOf, tagOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

let [author, editor, moderator, other]: User[] = []
let post: Post

const path = () => `/posts/${post.id}/draft`
const show = (client: ApiClient, user = author) => client.get(path()).loginAs(user)
const save = (client: ApiClient, fields: object, user = author) =>
  client.patch(path()).loginAs(user).json(fields)

async function begin() {
  await emptyDatabase()
  ;[author, editor, moderator, other] = await people('member', 'editor', 'moderator', 'member')
  const fields = { userId: author.id, title: 'One', content: 'First' }
  post = await PostFactory.merge(fields).create()
}

test.group('GET /posts/{id}/draft', (group) => {
  group.each.setup(begin)

  test('shows the post itself without a copy, and then the copy', async ({ client, assert }) => {
    const none = { title: 'One', status: 'published', begun_from: null, editor: null }
    assert.containSubset(await bodyOf(show(client)), none)
    await answers(save(client, { title: 'Two', tags: ['City Life'] }), 200)
    const shown = await answers(show(client, editor), 200)
    assert.containSubset(shown.body(), {
      title: 'Two',
      content: 'First',
      tags: ['city-life'],
      begun_from: 1,
      status: 'published',
    })
    assert.equal(shown.body().editor.id, author.id)
    assert.equal(shown.header('cache-control'), 'no-store')
    assert.deepEqual(await bodyOf(show(client).qs({ fields: 'title' })), { title: 'Two' })
  })

  test('shows the HTML of the copy on request, and the state of its review', async ({
    client,
    assert,
  }) => {
    await answers(save(client, { content: 'A *lamp*', content_format: 'markdown' }), 200)
    const asked = client.put(`/posts/${post.id}/review`).loginAs(author)
    await answers(asked.json({ state: 'requested' }), 200)
    const plain = await answers(show(client), 200)
    assert.equal(plain.body().review, 'requested')
    assert.notProperty(plain.body(), 'html')
    const shown = await answers(show(client).qs({ include: 'html' }), 200)
    assert.equal(shown.body().html, '<p>A <em>lamp</em></p>')
    const tag = shown.header('etag')!
    await answers(save(client, { content: 'Another' }).header('If-Match', tag), 200)
    await answers(save(client, { content: 'A third' }).header('If-Match', tag), 412)
  })

  test('shows the copy to the author and editors alone', async ({ client, assert }) => {
    await answers(client.get(`/posts/${post.id}`), 200)
    await answers(save(client, { title: 'Quokka', content: 'Quokka', slug: 'quokka' }), 200)
    await answers(show(client, moderator), 200)
    assertProblem(await show(client, other), 404, 'not_found')
    assertProblem(await client.get(path()), 401, 'unauthenticated')
    for (const user of [author, other]) {
      for (const place of ['', `/${post.id}`, '?search=quokka']) {
        const seen = await client.get(`/posts${place}`).loginAs(user)
        assert.notInclude(seen.text().toLowerCase(), 'quokka')
      }
    }
    assertProblem(await client.get('/posts/slug/quokka'), 404, 'not_found')
  })
})

test.group('PUT and PATCH /posts/{id}/draft', (group) => {
  group.each.setup(begin)

  test('leave the post, its tag and its time as they are', async ({ client, assert }) => {
    const before = await row('posts', { id: post.id })
    const tag = await tagOf(client.get(`/posts/${post.id}`))
    await answers(client.put(path()).loginAs(author).json({ title: 'Two' }), 200)
    await answers(save(client, { content: 'Second', slug: 'two' }), 200)
    assert.deepEqual(await row('posts', { id: post.id }), before)
    assert.equal(await tagOf(client.get(`/posts/${post.id}`)), tag)
    assert.isEmpty(await db.from('audit_entries'))
    assert.isEmpty(await db.from('post_revisions'))
  })

  test('take a text that is still empty, and nothing that is wrong', async ({ client, assert }) => {
    await answers(save(client, { title: '', content: '' }), 200)
    assert.containSubset(await bodyOf(show(client)), { title: '', content: '', excerpt: '' })
    for (const [fields, pointer] of [
      [{ title: 'x'.repeat(201) }, '/title'],
      [{ title: null }, '/title'],
      [{ slug: 'No Slug' }, '/slug'],
      [{ titel: 'Two' }, '/titel'],
      [{ publish_at: '2032-01-01T00:00:00.000Z' }, '/publish_at'],
    ] as const) {
      assertProblem(await save(client, fields), 422, 'validation_failed', [pointer])
    }
  })

  test('take back what was read', async ({ client, assert }) => {
    await answers(save(client, { title: 'Two' }), 200)
    const read = await bodyOf(show(client))
    const { saved_at: savedAt, ...shown } = await bodyOf(save(client, read))
    assert.containSubset(read, shown)
  })

  test('make slug and excerpt as a post does: a public address stays', async ({
    client,
    assert,
  }) => {
    const draft = await PostFactory.merge({ userId: author.id }).apply('draft').create()
    const of = (id: number, fields: object) =>
      bodyOf(client.patch(`/posts/${id}/draft`).loginAs(author).json(fields))
    const changes = { title: 'Lamps', content: 'Lamps shine.' }
    const made = { excerpt: 'Lamps shine.' }
    assert.containSubset(await of(draft.id, changes), { ...made, slug: 'lamps' })
    assert.containSubset(await of(post.id, changes), { ...made, slug: post.slug })
    assert.containSubset(await of(post.id, { slug: null }), { slug: 'lamps' })
  })

  test('a stale save is 412, and names who saved the copy and when', async ({ client, assert }) => {
    const stale = await tagOf(show(client))
    const first = save(client, { title: 'Mine' }).header('if-match', stale)
    const tag = await tagOf(answers(first, 200))
    const late = await save(client, { title: 'Theirs' }, editor).header('if-match', stale)
    assertProblem(late, 412, 'precondition_failed')
    const { saved_at: savedAt } = await bodyOf(show(client))
    assert.containSubset(late.body(), {
      editor: { id: author.id, username: author.username },
      saved_at: savedAt,
    })
    assert.equal((await bodyOf(show(client))).title, 'Mine')
    await answers(save(client, { title: 'Later' }, editor).header('if-match', tag), 200)
  })

  test('of two saves with one tag, one is 200 and the other 412', async ({ client, assert }) => {
    await answers(save(client, { title: 'Two' }), 200)
    for (let round = 0; round < 5; round++) {
      const tag = await tagOf(show(client))
      const saved = await Promise.all(
        [author, editor].map((user) =>
          save(client, { title: `By ${user.id}` }, user).header('if-match', tag)
        )
      )
      assert.sameMembers(
        saved.map((response) => response.status()),
        [200, 412]
      )
      const winner = saved.find((response) => response.status() === 200)!
      assert.equal((await bodyOf(show(client))).title, winner.body().title)
    }
  })

  test('of two first saves with one tag, one is 200 and the other 412', async ({
    client,
    assert,
  }) => {
    const tag = await tagOf(show(client))
    const saved = await Promise.all(
      ['A', 'B'].map((title) => save(client, { title }).header('if-match', tag))
    )
    assert.sameMembers(
      saved.map((response) => response.status()),
      [200, 412]
    )
  })

  test('need the right to edit, and a post that is not in the trash', async ({
    client,
    assert,
  }) => {
    const fields = { title: 'Two' }
    assertProblem(await save(client, fields, other), 404, 'not_found')
    assertProblem(await save(client, fields, moderator), 403, 'forbidden')
    await author.silence(null)
    assert.containSubset(await bodyOf(save(client, fields)), { status: 403, code: 'silenced' })
    await author.unsilence()
    await answers(client.delete(`/posts/${post.id}`).loginAs(author), 204)
    assertProblem(await save(client, fields), 409, 'conflict')
    assertProblem(await save(client, fields, editor), 404, 'not_found')
  })

  test('an ordinary edit of the post leaves the copy alone', async ({ client, assert }) => {
    await answers(save(client, { title: 'Two' }), 200)
    const edit = { title: 'Three', content: 'Third' }
    await answers(client.patch(`/posts/${post.id}`).loginAs(author).json(edit), 200)
    assert.containSubset(await bodyOf(show(client)), {
      title: 'Two',
      content: 'First',
      begun_from: 1,
      revision: 2,
    })
  })
})
