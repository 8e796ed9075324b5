import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type User from '#models/user'
import { answers, bodyOf, tagOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const fields = { title: 'Advertising', text: 'Posts may not advertise what you sell.' }

const create = (client: ApiClient, by: User, more: object = {}) =>
  client
    .post('/admin/reasons')
    .loginAs(by)
    .json({ ...fields, ...more })

test.group('Reasons that staff give often', (group) => {
  let moderator: User
  let editor: User

  group.each.setup(async () => {
    await emptyDatabase()
    ;[moderator, editor] = await people('moderator', 'editor')
  })

  const titles = async (client: ApiClient) =>
    (await bodyOf(client.get('/admin/reasons').loginAs(moderator))).map(({ title }: any) => title)

  test('are made, changed and deleted, with an entry for each', async ({ client, assert }) => {
    const made = await answers(create(client, moderator), 201)
    const path = made.header('location')!
    assert.equal(path, `/admin/reasons/${made.body().id}`)
    await answers(create(client, moderator, { title: 'Abuse' }), 201)
    assert.deepEqual(await titles(client), ['Abuse', 'Advertising'])

    const tag = await tagOf(client.get(path).loginAs(moderator))
    const change = (body: object) => client.patch(path).loginAs(moderator).json(body)
    const changed = await answers(change({ text: 'No advertising.' }).header('If-Match', tag), 200)
    assert.containSubset(changed.body(), { ...fields, text: 'No advertising.' })
    assertProblem(
      await change({ text: 'Another' }).header('If-Match', tag),
      412,
      'precondition_failed'
    )
    await answers(client.delete(path).loginAs(moderator), 204)
    assertProblem(await client.get(path).loginAs(moderator), 404, 'not_found')
    assert.deepEqual(await titles(client), ['Abuse'])
    const entries = await db
      .from('audit_entries')
      .where('target_type', 'reason')
      .orderBy('id')
      .select('action')
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['reason.create', 'reason.create', 'reason.update', 'reason.delete']
    )
  })

  test('have a title each, and end at two hundred', async ({ client, assert }) => {
    await answers(create(client, moderator), 201)
    assertProblem(await create(client, moderator), 409, 'conflict')
    assertProblem(await create(client, moderator, { title: '' }), 422, 'validation_failed', [
      '/title',
    ])
    const short = await create(client, moderator, { title: 'Two', text: 'No' })
    assertProblem(short, 422, 'validation_failed', ['/text'])
    await db.rawQuery(
      `insert into reasons (title, text) select 'Reason ' || n, 'Text' from generate_series(1, 198) as n`
    )
    const last = ['x', 'y'].map((title) => create(client, moderator, { title }))
    const statuses = (await Promise.all(last)).map((answer) => answer.status())
    assert.deepEqual(statuses.toSorted(), [201, 409])
  })

  test('are for those who act on content and users', async ({ client }) => {
    assertProblem(await create(client, editor), 403, 'forbidden')
    assertProblem(await client.get('/admin/reasons').loginAs(editor), 403, 'forbidden')
  })
})
