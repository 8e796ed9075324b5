import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf, tagOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

test.group('GET /posts/{id}/revisions', (group) => {
  group.each.setup(emptyDatabase)

  test('lists what a post said before, newest first, with who wrote it', async ({
    client,
    assert,
  }) => {
    const [author, editor] = await people('member', 'editor')
    const post = await PostFactory.merge({ userId: author.id, title: 'One' }).create()
    const edit = (user: User, title: string) =>
      answers(client.patch(`/posts/${post.id}`).loginAs(user).json({ title }), 200)
    await edit(author, 'Two')
    await edit(editor, 'Three')

    const listed = await bodyOf(client.get(`/posts/${post.id}/revisions`).loginAs(author))
    const shown = listed.map((one: any) => [one.number, one.title, one.editor.id, one.current])
    assert.deepEqual(shown, [
      [3, 'Three', editor.id, true],
      [2, 'Two', author.id, false],
      [1, 'One', author.id, false],
    ])
    assert.equal((await bodyOf(client.get(`/posts/${post.id}`))).revision, 3)
    const first = await bodyOf(client.get(`/posts/${post.id}/revisions/1`).loginAs(editor))
    assert.containSubset(first, { title: 'One', content: post.content, of_draft: false })
  })

  test('pages by cursor', async ({ client, assert }) => {
    const [author] = await people('member')
    const post = await PostFactory.merge({ userId: author.id }).create()
    for (const title of ['A', 'B', 'C', 'D']) await db.from('posts').update({ title })
    const path = `/posts/${post.id}/revisions?limit=2`
    const first = await answers(client.get(path).loginAs(author), 200)
    const [, next] = /<([^>]+)>; rel="next"/.exec(first.header('link')!)!
    const second = await bodyOf(client.get(next).loginAs(author))
    const numbers = [...first.body(), ...second].map(({ number }) => number)
    assert.deepEqual(numbers, [5, 4, 3, 2])
  })

  test('{change} leaves {left} more')
    .with([
      { change: 'the same title', fields: { title: 'One' }, left: 0 },
      { change: 'publication', fields: { published: false }, left: 0 },
      { change: 'closed comments', fields: { comments_open: false }, left: 0 },
      { change: 'a language', fields: { language: 'de' }, left: 1 },
      { change: 'texts for search engines', fields: { seo: { title: 'Own' } }, left: 1 },
    ])
    .run(async ({ client, assert }, { fields, left }) => {
      const [author] = await people('member')
      const post = await PostFactory.merge({ userId: author.id, title: 'One' }).create()
      await answers(client.patch(`/posts/${post.id}`).loginAs(author).json(fields), 200)
      assert.lengthOf(await db.from('post_revisions'), left)
      assert.equal((await row('posts', { id: post.id })).revision, 1 + left)
    })

  test('a change in the database itself leaves one: {member}')
    .with([
      { member: 'content', before: 'Before', after: 'After' },
      { member: 'language', before: 'en', after: 'de' },
      { member: 'canonical_url', before: null, after: 'https://example.org/a' },
      { member: 'seo', before: null, after: { title: 'Own' } },
      { member: 'data', before: null, after: { place: 'Bonn' } },
    ])
    .run(async ({ assert }, { member, before, after }) => {
      const post = await PostFactory.merge({ content: 'Before', language: 'en' }).create()
      await db.from('posts').update({ [member]: after })
      await db.from('posts').update({ [member]: after, tags: '{lamps}' })
      const kept = await db.from('post_revisions')
      assert.lengthOf(kept, 1)
      assert.containSubset(kept[0], {
        post_id: post.id,
        number: 1,
        editor_id: post.userId,
        members: { [member]: before },
      })
    })

  test('is for the author and editors: for {$self} there is no such post')
    .with(['member', 'author'] as const)
    .run(async ({ client }, role) => {
      const [author, other] = await people('member', role)
      const post = await PostFactory.merge({ userId: author.id }).create()
      for (const path of ['', '/1', '/1/changes']) {
        const asked = client.get(`/posts/${post.id}/revisions${path}`)
        assertProblem(await asked.loginAs(other), 404, 'not_found')
      }
      const change = client.patch(`/posts/${post.id}/revisions/1`).loginAs(other)
      assertProblem(await change.json({ keep: true }), 404, 'not_found')
      assertProblem(await client.get(`/posts/${post.id}/revisions`), 401, 'unauthenticated')
    })

  test('of a number that never was is 404', async ({ client }) => {
    const [author] = await people('member')
    const { id } = await PostFactory.merge({ userId: author.id }).create()
    for (const path of ['2', '2/changes', '1/changes?since=9']) {
      const asked = client.get(`/posts/${id}/revisions/${path}`).loginAs(author)
      assertProblem(await asked, 404, 'not_found')
    }
  })
})

test.group('PATCH /posts/{id}/revisions/{number}', (group) => {
  group.each.setup(emptyDatabase)

  test('notes and keeps the {$self} one')
    .with(['present', 'superseded'] as const)
    .run(async ({ client, assert }, which) => {
      const [author] = await people('member')
      const post = await PostFactory.merge({ userId: author.id, title: 'One' }).create()
      const path = `/posts/${post.id}/revisions/1`
      const edit = () => client.patch(`/posts/${post.id}`).loginAs(author).json({ title: 'Two' })
      if (which === 'superseded') await answers(edit(), 200)
      const stale = await tagOf(client.get(path).loginAs(author))
      const note = { note: 'As printed', keep: true }
      await answers(client.patch(path).loginAs(author).header('if-match', stale).json(note), 200)
      const again = client.patch(path).loginAs(author).header('if-match', stale)
      assertProblem(await again.json({ note: null }), 412, 'precondition_failed')
      if (which === 'present') await answers(edit(), 200)
      const shown = await bodyOf(client.get(path).loginAs(author))
      assert.containSubset(shown, { ...note, title: 'One', current: false })
    })

  test('of another user is audited, and needs the right to edit', async ({ client, assert }) => {
    const [author, editor, moderator] = await people('member', 'editor', 'moderator')
    const post = await PostFactory.merge({ userId: author.id }).create()
    const path = `/posts/${post.id}/revisions/1`
    const keep = (user: User) => client.patch(path).loginAs(user).json({ keep: true })
    assertProblem(await keep(moderator), 403, 'forbidden')
    await answers(keep(editor), 200)
    const entry = await row('audit_entries', { action: 'post.edit' })
    assert.deepEqual(entry.after, { revision: 1, keep: true })
  })
})

test.group('GET /posts/{id}/revisions/{number}/changes', (group) => {
  group.each.setup(emptyDatabase)

  test('compares texts by word and other members as a whole', async ({ client, assert }) => {
    const [author] = await people('member')
    const text = { title: 'A square', content: 'One line.\nThe old town.\nThe end.' }
    const post = await PostFactory.merge({ userId: author.id, ...text }).create()
    const edit = { content: 'One line.\nThe new town.\nThe end.', seo: { title: 'Own' } }
    await answers(client.patch(`/posts/${post.id}`).loginAs(author).json(edit), 200)

    const path = `/posts/${post.id}/revisions/2/changes`
    const { since, number, changes } = await bodyOf(client.get(path).loginAs(author))
    assert.deepEqual([since, number], [1, 2])
    assert.deepEqual(
      changes.map(({ member }: { member: string }) => member),
      ['content', 'seo']
    )
    assert.deepEqual(changes[0].parts, [
      { kind: 'same', text: 'One line.\nThe ' },
      { kind: 'removed', text: 'old' },
      { kind: 'added', text: 'new' },
      { kind: 'same', text: ' town.\nThe end.' },
    ])
    assert.containSubset(changes[1], { before: null, after: { title: 'Own' }, parts: [] })
  })
})

test.group('Erasing an account', (group) => {
  group.each.setup(emptyDatabase)

  test('clears the revisions of its posts, and its texts in those of others', async ({
    client,
    assert,
  }) => {
    const [author] = await people('member')
    const me = await UserFactory.apply('admin').create()
    await people('admin')
    const mine = await PostFactory.merge({ userId: me.id, title: 'Mine' }).create()
    const other = await PostFactory.merge({ userId: author.id, title: 'One' }).create()
    const edit = (id: number, user: User, title: string) =>
      answers(client.patch(`/posts/${id}`).loginAs(user).json({ title }), 200)
    await edit(mine.id, me, 'Mine again')
    await edit(other.id, me, 'Two')
    await edit(other.id, author, 'Three')

    await answers(client.delete('/users/me').loginAs(me).json({ password }), 204)
    const path = `/posts/${other.id}/revisions`
    assert.deepEqual(titles(await bodyOf(client.get(path).loginAs(author))), ['Three', 'One'])
    await runJobs()
    const left = await db.from('post_revisions').select('post_id', 'number')
    assert.deepEqual(left, [{ post_id: other.id, number: 1 }])
    await db.from('posts').where('id', mine.id).update({ title: 'By the machine' })
    assert.isEmpty(await db.from('post_revisions').where('post_id', mine.id))
  })
})

const titles = (revisions: { title: string }[]) => revisions.map(({ title }) => title)
