import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'
import db from '@adonisjs/lucid/services/db'

test.group('PATCH /posts/{id} of another', (group) => {
  group.each.setup(emptyDatabase)

  test('by {$self} is done, and audited by the names of what was edited')
    .with(['editor', 'admin'] as const)
    .run(async ({ client, assert }, role) => {
      const [editor, author] = await people(role, 'member')
      const post = await PostFactory.merge({ userId: author.id }).create()

      const change = { title: 'A better title', content: 'Better words' }
      await answers(client.patch(`/posts/${post.id}`).loginAs(editor).json(change), 200)

      assert.containsSubset(await bodyOf(client.get(`/posts/${post.id}`)), {
        ...change,
        user_id: author.id,
      })
      const entry = await row('audit_entries', { action: 'post.edit' })
      assert.containsSubset(entry, { actor_id: editor.id, subject_id: author.id, before: {} })
      assert.deepEqual(entry.after, { edited: ['title', 'content'] })
    })

  test('by an editor reads, publishes and takes back a draft', async ({ client, assert }) => {
    const [editor, author] = await people('editor', 'member')
    const post = await PostFactory.apply('draft').merge({ userId: author.id }).create()
    await answers(client.get(`/posts/${post.id}`).loginAs(editor), 200)
    const put = (published: boolean) =>
      answers(client.put(`/posts/${post.id}`).loginAs(editor).json({ published }), 200)
    await put(true)
    await answers(client.get(`/posts/${post.id}`), 200)
    await put(false)
    assertProblem(await client.get(`/posts/${post.id}`), 404, 'not_found')
    const entries = await db.from('audit_entries').where('action', 'post.edit').orderBy('id')
    assert.deepEqual(
      entries.map(({ before, after }) => [before.published, after.published]),
      [
        [false, true],
        [true, false],
      ]
    )
  })

  test('of a higher rank is refused, and what others remove stays theirs', async ({ client }) => {
    const [editor, admin, author] = await people('editor', 'admin', 'member')
    const high = await PostFactory.merge({ userId: admin.id }).create()
    const edit = client.patch(`/posts/${high.id}`).loginAs(editor).json({ title: 'Mine' })
    assertProblem(await edit, 403, 'forbidden')
    const post = await PostFactory.merge({ userId: author.id }).create()
    assertProblem(await client.delete(`/posts/${post.id}`).loginAs(editor), 403, 'forbidden')
  })

  test('of one’s own leaves no entry', async ({ client, assert }) => {
    const [editor] = await people('editor')
    const post = await PostFactory.merge({ userId: editor.id }).create()
    await answers(client.patch(`/posts/${post.id}`).loginAs(editor).json({ title: 'New' }), 200)
    assert.isEmpty(await db.from('audit_entries'))
  })
})
