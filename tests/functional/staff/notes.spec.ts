import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { answers, bodyOf, textOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eraseOwn } from '#tests/support/accounts'
import { runJobs } from '#tests/support/jobs'
import { linkOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason } from '#tests/support/staff'

const pathOf = ({ id }: { id: number }) => `/admin/users/${id}/notes`

const write = (client: ApiClient, actor: User, on: User, text = 'Promised to stop.') =>
  client.post(pathOf(on)).loginAs(actor).json({ text })

test.group('Notes on a user', (group) => {
  group.each.setup(emptyDatabase)

  test('are listed newest first, with author and time, a page at a time', async ({
    client,
    assert,
  }) => {
    const [moe, mia, member] = await people('moderator', 'moderator', 'member')
    const first = await answers(write(client, moe, member, 'One\nof two lines'), 201)
    assert.equal(first.header('location'), `${pathOf(member)}/${first.body().id}`)
    await answers(write(client, mia, member, 'Two'), 201)

    const page = await client.get(`${pathOf(member)}?limit=1`).loginAs(moe)
    const { username, id } = mia
    const author = { id, username, display_name: null }
    assert.containSubset(page.body(), [{ text: 'Two', author }])
    const rest = await bodyOf(client.get(linkOf(page, 'next')!).loginAs(moe))
    assert.deepEqual(rest, [first.body()])
    const shown = client.get(first.header('location')!).loginAs(mia)
    assert.deepEqual(await bodyOf(shown), first.body())
  })

  test('leave entries in the audit log, without their text', async ({ client, assert }) => {
    const [moe, member] = await people('moderator', 'member')
    const { id } = await bodyOf(write(client, moe, member, 'A secret'))
    await answers(client.delete(`${pathOf(member)}/${id}`).loginAs(moe), 204)
    const entries = await db.from('audit_entries').orderBy('id')
    const about = { actor_id: moe.id, target_type: 'user', target_id: member.id }
    assert.containSubset(entries, [
      { ...about, action: 'user.note', subject_id: member.id, after: { note_id: id } },
      { ...about, action: 'user.delete_note', subject_id: member.id, before: { note_id: id } },
    ])
    assert.notInclude(JSON.stringify(entries), 'secret')
    assert.isEmpty(await db.from('user_notes'))
    assertProblem(await client.delete(`${pathOf(member)}/${id}`).loginAs(moe), 404, 'not_found')
    assert.isEmpty(await bodyOf(client.get('/users/me/sanctions').loginAs(member)))
  })

  test('are for staff of a higher rank alone', async ({ client }) => {
    const [admin, moe, mia, member] = await people('admin', 'moderator', 'moderator', 'member')
    const note = await answers(write(client, admin, moe), 201)
    const own = note.header('location')!
    for (const user of [moe, mia, member]) {
      assertProblem(await client.get(pathOf(moe)).loginAs(user), 403, 'forbidden')
      assertProblem(await client.get(own).loginAs(user), 403, 'forbidden')
      assertProblem(await client.delete(own).loginAs(user), 403, 'forbidden')
      assertProblem(await write(client, user, moe), 403, 'forbidden')
    }
    assertProblem(await client.get(pathOf(member)).loginAs(member), 403, 'forbidden')
    assertProblem(await client.get(pathOf(member)), 401, 'unauthenticated')
  })

  test('of one user are not found at another', async ({ client }) => {
    const [moe, one, other] = await people('moderator', 'member', 'member')
    const { id } = await bodyOf(write(client, moe, one))
    const path = `${pathOf(other)}/${id}`
    assertProblem(await client.get(path).loginAs(moe), 404, 'not_found')
    assertProblem(await client.delete(path).loginAs(moe), 404, 'not_found')
    const unknown = { id: 999_999_999 } as User
    assertProblem(await write(client, moe, unknown), 404, 'not_found')
  })

  for (const text of [undefined, null, '', ' \n', '\u200b', 'x'.repeat(2001), 7]) {
    test(`refuse the text ${JSON.stringify(text)?.slice(0, 20)}`, async ({ client }) => {
      const [moe, member] = await people('moderator', 'member')
      const response = await client.post(pathOf(member)).loginAs(moe).json({ text })
      assertProblem(response, 422, 'validation_failed', ['/text'])
    })
  }

  test('are in the user’s export without their author, and go with the account', async ({
    client,
    assert,
  }) => {
    const [admin, moe, member] = await people('admin', 'moderator', 'member')
    const key = { 'Idempotency-Key': 'a-note' }
    const { created_at: createdAt } = await bodyOf(write(client, moe, member).headers(key))
    const path = `/admin/users/${member.id}/exports`
    const exported = await textOf(client.post(path).loginAs(admin).json({ reason }))
    const { notes, sanctions } = JSON.parse(exported)
    assert.deepEqual(notes, [{ text: 'Promised to stop.', created_at: createdAt }])
    assert.isEmpty(sanctions)

    await eraseOwn(member)
    assertProblem(await client.get(pathOf(member)).loginAs(moe), 404, 'not_found')
    assertProblem(await write(client, moe, member).headers(key), 410, 'gone')
    await runJobs()
    assert.isEmpty(await db.from('user_notes'))
  })

  test('stay without an author when that account is erased', async ({ client, assert }) => {
    const [admin, moe, member] = await people('admin', 'moderator', 'member')
    await answers(write(client, moe, member), 201)
    await answers(act(client, admin, 'user.erase', { on: moe }), 201)
    await runJobs()
    const [note] = await bodyOf(client.get(pathOf(member)).loginAs(admin))
    assert.containSubset(note, { text: 'Promised to stop.', author: null })
  })
})
