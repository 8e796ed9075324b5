import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type User from '#models/user'
import { pruneMedia } from '#jobs/prune_media'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { emptyStorage, pathOf, stored, text, upload, uploaded } from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'

const content = text('Notes')

test.group('A barred content', (group) => {
  let author: User
  let other: User
  let moderator: User

  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[author, other, moderator] = await people('author', 'member', 'moderator')
  })

  const bar = (client: ApiClient, on: { id: number }) =>
    answers(act(client, moderator, 'media.bar', { on }), 201)

  test('is out of sight in the files of all users, and back after that', async ({
    client,
    assert,
  }) => {
    const [first, second] = [
      await uploaded(client, author, content),
      await uploaded(client, other, content),
    ]
    const body = { title: 'Notes', content: `[Notes](${second.url})` }
    await answers(client.post('/posts').loginAs(other).json(body), 201)
    const seen = () =>
      Promise.all([
        statusOf(client.get(pathOf(second.url))),
        statusOf(client.get(`/media/${second.id}`).loginAs(other)),
        statusOf(client.get(`/media/${first.id}`).loginAs(author)),
      ])
    assert.deepEqual(await seen(), [200, 200, 200])
    const barred = await bar(client, first)
    assert.containSubset(barred.body(), {
      before: { barred: false },
      after: { barred: true },
      subject_id: author.id,
    })
    assert.deepEqual(await seen(), [404, 404, 404])
    await answers(client.get(pathOf(second.url)).loginAs(moderator), 200)
    const listed = await bodyOf(client.get('/admin/media?barred=true').loginAs(moderator))
    assert.lengthOf(listed, 2)

    assertProblem(await act(client, moderator, 'media.bar', { on: second }), 409, 'conflict')
    await answers(act(client, moderator, 'media.unbar', { on: second }), 201)
    assert.deepEqual(await seen(), [200, 200, 200])
  })

  test('is refused as an upload of any user, and nothing is kept', async ({ client, assert }) => {
    await bar(client, await uploaded(client, author, content))
    for (const user of [author, other]) {
      assertProblem(await upload(client, user, content), 422, 'media_barred')
    }
    assert.lengthOf(await db.from('media'), 1)
    assert.lengthOf(await stored(), 1)
    await uploaded(client, other, text('Other notes'))
  })

  test('stays barred when its last file and its bytes are gone', async ({ client, assert }) => {
    const file = await uploaded(client, author, content)
    await bar(client, file)
    await db.from('media').delete()
    await pruneMedia()
    assert.isEmpty(await stored())
    assert.isEmpty(await db.from('media_variants'))
    assertProblem(await upload(client, other, content), 422, 'media_barred')
    assert.isEmpty(await stored())
    assert.equal(await pruneMedia(), 0)
  })

  test('is hidden from the users of uploads that run beside the bar', async ({
    client,
    assert,
  }) => {
    const file = await uploaded(client, author, content)
    const users = await people('member', 'member', 'member', 'member')
    const [, ...statuses] = await Promise.all([
      bar(client, file),
      ...users.map((user) => statusOf(upload(client, user, content))),
    ])
    assert.isEmpty(statuses.filter((status) => status !== 201 && status !== 422))
    for (const user of users) {
      assert.isEmpty(await bodyOf(client.get('/users/me/media').loginAs(user)))
      assert.equal(await statusOf(client.get(pathOf(file.url)).loginAs(user)), 404)
    }
    assert.lengthOf(await stored(), 1)
  })

  test('may belong to no user of a higher rank, and not to the actor', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const file = await uploaded(client, author, content)
    const theirs = await uploaded(client, admin, content)
    const refused = await act(client, moderator, 'media.bar', { on: file })
    assertProblem(refused, 403, 'forbidden')
    await answers(act(client, moderator, 'media.remove', { on: file }), 201)
    await db.from('media').where('id', theirs.id).delete()
    await uploaded(client, moderator, content)
    assertProblem(await act(client, moderator, 'media.bar', { on: file }), 409, 'conflict')
    assert.lengthOf(await db.from('audit_entries'), 1)
  })

  test('is barred and allowed again by a batch, and by its undo', async ({ client, assert }) => {
    const files = [
      await uploaded(client, author, content),
      await uploaded(client, other, text('Other notes')),
    ]
    const id = randomUUID()
    const targets = files.map((file) => ({ id: file.id }))
    const batch = { id, action: 'media.bar', reason: 'Not ours', targets }
    const sent = (body: object) =>
      bodyOf(client.post('/admin/batches').loginAs(moderator).json(body))
    const tried = await sent({ ...batch, dry_run: true })
    assert.lengthOf(tried.done, 2)
    assert.isEmpty(await db.from('media_files').whereNotNull('barred_at'))
    const done = await sent(batch)
    assert.lengthOf(done.done, 2)
    assert.lengthOf(await db.from('media_files').whereNotNull('barred_at'), 2)
    const undo = client.post(`/admin/batches/${id}/undo`).loginAs(moderator)
    await answers(undo.json({ reason: 'A mistake' }), 201)
    assert.isEmpty(await db.from('media_files').whereNotNull('barred_at'))
  })

  test('a dry run bars nothing', async ({ client, assert }) => {
    const file = await uploaded(client, author, content)
    await answers(act(client, moderator, 'media.bar', { on: file, dry_run: true }), 200)
    assert.isEmpty(await db.from('media_files').whereNotNull('barred_at'))
    assert.isEmpty(await db.from('audit_entries'))
  })
})
