import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type User from '#models/user'
import { pruneMedia } from '#jobs/prune_media'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { emptyStorage, pathOf, stored, text, uploaded, type ShownMedia } from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { dismissed, patch } from '#tests/support/reports'
import { act, people, report } from '#tests/support/staff'

test.group('A report on a file', (group) => {
  let author: User
  let reader: User
  let moderator: User
  let file: ShownMedia

  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[author, reader, moderator] = await people('author', 'member', 'moderator')
  })

  /** A file of the author in a public post, with texts. */
  const published = async (client: ApiClient) => {
    file = await uploaded(client, author, text('Notes'), { name: 'Notes.txt' })
    const texts = { alt: 'A lamp', caption: 'Berlin' }
    await answers(client.patch(`/media/${file.id}`).loginAs(author).json(texts), 200)
    const body = { title: 'Notes', content: `[Notes](${file.url})` }
    await answers(client.post('/posts').loginAs(author).json(body), 201)
  }

  const send = (client: ApiClient, user: User, { id }: { id: number } = file) =>
    client
      .post('/reports')
      .loginAs(user)
      .json({ target_type: 'media', target_id: id, reason: 'abuse' })

  const shown = (client: ApiClient, id: number) =>
    bodyOf(client.get(`/admin/reports/${id}`).loginAs(moderator))

  test('keeps what was said of it, whatever its owner says later', async ({ client, assert }) => {
    await published(client)
    const { id } = await report(client, 'media', file)
    const change = client.patch(`/media/${file.id}`).loginAs(author)
    await answers(change.json({ alt: 'Nothing', caption: null }), 200)
    const found = await shown(client, id)
    assert.containSubset(found, {
      target_type: 'media',
      target_id: file.id,
      summary: 'Nothing',
      author: { id: author.id },
      target: { id: file.id, alt: 'Nothing', reports_count: 1 },
    })
    assert.lengthOf(found.snapshots, 1)
    assert.containSubset(found.snapshots[0], {
      title: 'A lamp',
      content: 'Berlin',
      author: { id: author.id },
      file: {
        name: 'Notes.txt',
        kind: 'document',
        bytes: 5,
        sha256: file.sha256,
        url: file.url,
        width: null,
      },
    })
    const listed = client.get('/admin/reports?target_type=media').loginAs(moderator)
    assert.lengthOf(await bodyOf(listed), 1)
  })

  test('is for those who see the file, and not for its owner', async ({ client, assert }) => {
    file = await uploaded(client, author, text('Notes'))
    assertProblem(await send(client, reader), 404, 'not_found')
    assertProblem(await send(client, author), 409, 'conflict')
    await published(client)
    await answers(send(client, reader), 201)
    await answers(send(client, reader), 200)
    await answers(act(client, moderator, 'media.remove', { on: file }), 201)
    const [late, editor] = await people('member', 'editor')
    assertProblem(await send(client, late), 404, 'not_found')
    assertProblem(await send(client, editor), 404, 'not_found')
    assert.lengthOf(await db.from('reports'), 1)
  })

  test('keeps the bytes while it is open, for staff alone', async ({ client, assert }) => {
    await published(client)
    const filed = await report(client, 'media', file)
    await answers(client.delete(`/media/${file.id}?force=true`).loginAs(author), 204)
    assert.equal(await pruneMedia(), 0)
    assert.lengthOf(await stored(), 1)
    const found = await shown(client, filed.id)
    assert.isNull(found.target)
    const path = pathOf(found.snapshots[0].file.url)
    await answers(client.get(path).loginAs(moderator), 200)
    assert.equal(await statusOf(client.get(path).loginAs(author)), 404)
    assert.equal(await statusOf(client.get(path)), 404)

    await answers(patch(client, moderator, filed, dismissed), 200)
    assert.equal(await statusOf(client.get(path).loginAs(moderator)), 404)
    assert.equal(await pruneMedia(), 1)
    assert.isEmpty(await stored())
    const later = await shown(client, filed.id)
    assert.containSubset(later.snapshots[0].file, { name: 'Notes.txt', url: null })
  })

  test('keeps the bytes beyond the account of its owner', async ({ client }) => {
    await published(client)
    const [admin] = await people('admin')
    const filed = await report(client, 'media', file)
    await db.from('posts').delete()
    await db.from('media').where('id', file.id).delete()
    await answers(act(client, admin, 'user.erase', { on: author }), 201)
    await pruneMedia()
    const { snapshots } = await shown(client, filed.id)
    await answers(client.get(pathOf(snapshots[0].file.url)).loginAs(moderator), 200)
  })

  test('is resolved by {action}, and left open by {undo}')
    .with([
      { action: 'media.remove', undo: 'media.restore' },
      { action: 'media.bar', undo: 'media.unbar' },
    ])
    .run(async ({ client, assert }, { action, undo }) => {
      await published(client)
      const { id } = await report(client, 'media', file)
      const done = await bodyOf(act(client, moderator, action, { on: file }))
      assert.equal(done.after.reports_resolved, 1)
      assert.equal((await row('reports', { id })).status, 'resolved')
      const { history } = await shown(client, id)
      assert.equal(history[0].action, action)
      await answers(act(client, moderator, undo, { on: file }), 201)
      const again = await report(client, 'media', file)
      assert.equal((await row('reports', { id: again.id })).status, 'open')
    })

  test('is named by an action on its owner', async ({ client, assert }) => {
    await published(client)
    const { id } = await report(client, 'media', file)
    const warning = { on: author, report_id: id }
    await answers(act(client, moderator, 'user.warn', warning), 201)
    assert.equal((await row('reports', { id })).status, 'resolved')
  })
})
