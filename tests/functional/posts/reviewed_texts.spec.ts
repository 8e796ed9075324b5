import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type Post from '#models/post'
import Role from '#models/role'
import User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'
import { untilBlocked } from '#tests/support/waiting'

let editor: User
/** Writes drafts, and publishes nothing. */
let writer: User
let draft: Post

async function begin() {
  await emptyDatabase()
  ;[editor] = await people('editor')
  await Role.firstOrCreate({ name: 'writer' }, { rank: 0, permissions: ['posts.draft'] })
  const { id } = await UserFactory.merge({ role: 'writer' }).create()
  writer = await User.withRole().where('id', id).firstOrFail()
  const text = { userId: writer.id, title: 'One', content: 'Text' }
  draft = await PostFactory.merge(text).apply('draft').create()
}

const send = (client: ApiClient, user: User, method: string, path: string, body: object = {}) =>
  client.request(`/posts/${draft.id}${path}`, method).loginAs(user).json(body)

const publish = (client: ApiClient, body: object = {}) =>
  answers(send(client, editor, 'PUT', '/publication', body), 200)

const shown = (client: ApiClient) => bodyOf(client.get(`/posts/${draft.id}`).loginAs(writer))

test.group('A public post of a writer who publishes nothing', (group) => {
  group.each.setup(begin)

  test('changes by a working copy that an editor publishes', async ({ client, assert }) => {
    await publish(client)
    for (const method of ['PATCH', 'PUT']) {
      for (const edit of [
        { title: 'Two' },
        { tags: ['lamps'] },
        { published: true, seo: null, content: 'x' },
      ]) {
        assertProblem(await send(client, writer, method, '', edit), 403, 'forbidden')
      }
    }
    assert.containSubset(await shown(client), {
      title: 'One',
      content: 'Text',
      tags: [],
      revision: 1,
    })

    await answers(send(client, writer, 'PATCH', '/draft', { title: 'Two' }), 200)
    await answers(send(client, writer, 'PUT', '/review', { state: 'requested' }), 200)
    assertProblem(await send(client, writer, 'PUT', '/publication'), 403, 'forbidden')
    await publish(client)
    assert.equal((await shown(client)).title, 'Two')
  })

  test('takes back what was read, and what is no text', async ({ client, assert }) => {
    await publish(client)
    await answers(send(client, writer, 'PUT', '', await shown(client)), 200)
    const closed = await bodyOf(send(client, writer, 'PATCH', '', { comments_open: false }))
    assert.containSubset(closed, { comments_open: false, revision: 1 })
    const back = send(client, writer, 'PATCH', '', { published: false, title: 'Two' })
    assert.containSubset(await bodyOf(back), { status: 'unpublished', title: 'Two' })
  })

  test('that is unpublished at this moment is not published by its writer', async ({
    client,
    assert,
  }) => {
    await publish(client)
    const holder = await db.transaction()
    await holder.from('posts').where('id', draft.id).update({ published: false })
    const sent = send(client, writer, 'PATCH', '', { published: true }).then((answer) => answer)
    await untilBlocked().finally(() => holder.commit())
    assertProblem(await sent, 403, 'forbidden')
    assert.isFalse((await row('posts', { id: draft.id })).published)
  })
})

test.group('A scheduled post of a writer who publishes nothing', (group) => {
  group.each.setup(begin)

  test('goes out as the editor scheduled it, unless the writer cancels that', async ({
    client,
    assert,
  }) => {
    await answers(send(client, writer, 'PATCH', '/draft', { title: 'Two' }), 200)
    await publish(client, { at: new Date(Date.now() + 3_600_000).toISOString() })
    for (const [method, path, body] of [
      ['PATCH', '', { title: 'Three' }],
      ['PATCH', '/draft', { title: 'Three' }],
      ['POST', '/draft', { revision: 1 }],
      ['DELETE', '/draft', {}],
    ] as const) {
      const refused = await send(client, writer, method, path, body)
      assertProblem(refused, 403, 'forbidden')
      assert.include(refused.body().detail, 'scheduled')
    }
    await answers(send(client, editor, 'PATCH', '/draft', { title: 'Two and a half' }), 200)
    await answers(send(client, writer, 'DELETE', '/publication'), 204)
    await answers(send(client, writer, 'PATCH', '/draft', { title: 'Three' }), 200)
  })

  test('is changed as before by an author who publishes', async ({ client }) => {
    const [author] = await people('member')
    await db.from('posts').update({ user_id: author.id })
    await publish(client, { at: new Date(Date.now() + 3_600_000).toISOString() })
    await answers(send(client, author, 'PATCH', '/draft', { title: 'Two' }), 200)
    await answers(send(client, author, 'PATCH', '', { title: 'Two' }), 200)
  })
})

test.group('An approval', (group) => {
  group.each.setup(begin)

  const state = async (client: ApiClient) =>
    (await bodyOf(client.get(`/posts/${draft.id}/review`).loginAs(writer))).state

  async function approve(client: ApiClient) {
    await answers(send(client, writer, 'PUT', '/review', { state: 'requested' }), 200)
    await answers(send(client, editor, 'PUT', '/review', { state: 'approved' }), 200)
  }

  test('is of the text: a change asks again, whichever door it takes', async ({
    client,
    assert,
  }) => {
    for (const path of ['', '/draft']) {
      await approve(client)
      await answers(send(client, writer, 'PATCH', path, { title: `New ${path}` }), 200)
      const asked = await bodyOf(client.get(`/posts/${draft.id}/review`).loginAs(editor))
      assert.containSubset(asked, { state: 'requested', reviewer: null, note: null })
    }
  })

  test('stays after a save without a change, and after one of an editor', async ({
    client,
    assert,
  }) => {
    await answers(send(client, writer, 'PATCH', '/draft', { title: 'Two' }), 200)
    await approve(client)
    await answers(send(client, writer, 'PATCH', '/draft', { title: 'Two' }), 200)
    await answers(send(client, writer, 'PATCH', '', { comments_open: false }), 200)
    assert.equal(await state(client), 'approved')
    await answers(send(client, editor, 'PATCH', '/draft', { title: 'Two!' }), 200)
    assert.equal(await state(client), 'approved')
  })
})
