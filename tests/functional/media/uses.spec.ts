import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { collectMedia } from '#jobs/collect_media'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { pathOf, plainPicture, text, uploaded, type ShownMedia } from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'
import { makeWebhook } from '#tests/support/webhooks'

const HOUR_MS = 3_600_000

const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS)

const contentOf = ({ url }: ShownMedia) => `A lamp: ![A lamp](${url})`

const write = async (client: ApiClient, author: User, content: string, more: object = {}) =>
  bodyOf(
    client
      .post('/posts')
      .loginAs(author)
      .json({ title: 'Lamps', content, content_format: 'markdown', ...more })
  )

test.group('A file that posts use', (group) => {
  let author: User
  let stranger: User
  let file: ShownMedia

  group.each.setup(async () => {
    await emptyDatabase()
    ;[author, stranger] = await people('author', 'member')
  })

  const isSeen = async (client: ApiClient, { id, url }: ShownMedia = file) => {
    const statuses = await Promise.all([
      client.get(pathOf(url)),
      client.get(pathOf(url)).loginAs(stranger),
      client.get(`/media/${id}`),
    ])
    const [first, ...others] = statuses.map((response) => response.status())
    if (others.some((status) => status !== first)) throw new Error(`${first} ${others}`)
    return first === 200
  }

  const begin = async (client: ApiClient) => {
    file = await uploaded(client, author, text('Notes'), { name: 'Secret name.txt' })
  }

  test('is for readers while one of them is public', async ({ client, assert }) => {
    await begin(client)
    assert.isFalse(await isSeen(client))
    const draft = await write(client, author, contentOf(file), { published: false })
    assert.isFalse(await isSeen(client))
    const change = (body: object) =>
      answers(client.patch(`/posts/${draft.id}`).loginAs(author).json(body), 200)
    await change({ published: true })
    assert.isTrue(await isSeen(client))
    assert.notProperty(await bodyOf(client.get(`/media/${file.id}`)), 'name')
    const shown = await client.get(pathOf(file.url))
    assert.include(shown.header('cache-control'), 'public')
    await change({ content: 'No lamp.' })
    assert.isFalse(await isSeen(client))
    await change({ content: contentOf(file) })
    await change({ published: false })
    assert.isFalse(await isSeen(client))
  })

  test('is hidden with a removed, trashed or deleted post', async ({ client, assert }) => {
    await begin(client)
    const [moderator] = await people('moderator')
    const post = await write(client, author, contentOf(file))
    assert.isTrue(await isSeen(client))
    await answers(act(client, moderator, 'post.remove', { on: post }), 201)
    assert.isFalse(await isSeen(client))
    await answers(act(client, moderator, 'post.restore', { on: post }), 201)
    assert.isTrue(await isSeen(client))
    await answers(client.delete(`/posts/${post.id}`).loginAs(author), 204)
    assert.isFalse(await isSeen(client))
  })

  test('is used by a working copy too, and public with it', async ({ client, assert }) => {
    await begin(client)
    const post = await write(client, author, 'None.')
    const path = `/posts/${post.id}/draft`
    await answers(client.put(`${path}/editor`).loginAs(author).json({}), 200)
    const saved = client
      .patch(path)
      .loginAs(author)
      .json({ content: contentOf(file) })
    await answers(saved, 200)
    const places = async () =>
      (await db.from('media_uses').orderBy('place')).map((use) => use.place)
    assert.deepEqual(await places(), ['draft'])
    assert.isFalse(await isSeen(client))
    await answers(client.put(`/posts/${post.id}/publication`).loginAs(author).json({}), 200)
    assert.isTrue(await isSeen(client))
    assert.include(await places(), 'post')
  })

  test('is found in data', async ({ client, assert }) => {
    await begin(client)
    const [admin] = await people('admin')
    const schema = { type: 'object', properties: { cover: { type: 'string' } } }
    const type = client.put('/types/story').loginAs(admin).json({ title: 'Story', schema })
    assert.include([200, 201], (await type).status())
    await write(client, author, 'None.', { type: 'story', data: { cover: file.url } })
    assert.isTrue(await isSeen(client))
  })

  test('is not published by a stranger who has its address', async ({ client, assert }) => {
    await begin(client)
    await write(client, stranger, contentOf(file))
    assert.isFalse(await isSeen(client))
    assert.isEmpty(await db.from('media_uses'))
    await write(client, author, contentOf(file))
    await write(client, stranger, contentOf(file))
    assert.lengthOf(await db.from('media_uses'), 2)
  })

  test('may be that of the editor', async ({ client, assert }) => {
    await begin(client)
    const [editor] = await people('editor')
    const post = await write(client, author, 'None.')
    const theirs = await uploaded(client, editor, text('Of the editor'))
    const edit = client.patch(`/posts/${post.id}`).loginAs(editor)
    await answers(edit.json({ content: contentOf(theirs) }), 200)
    assert.isTrue(await isSeen(client, theirs))
  })

  test('tells its owner and staff where it is used', async ({ client, assert }) => {
    await begin(client)
    const [moderator] = await people('moderator')
    const post = await write(client, author, contentOf(file))
    await write(client, author, contentOf(file), { published: false, title: 'Not yet' })
    await write(client, stranger, contentOf(file), { published: false, title: 'Of a stranger' })
    const path = `/media/${file.id}?include=uses`
    for (const viewer of [author, moderator]) {
      const { uses } = await bodyOf(client.get(path).loginAs(viewer))
      assert.deepEqual(uses, [
        { place: 'post', post_id: post.id, title: 'Lamps' },
        { place: 'post', post_id: post.id + 1, title: 'Not yet' },
      ])
    }
    assert.notProperty(await bodyOf(client.get(path)), 'uses')
    assert.notProperty(await bodyOf(client.get(`/media/${file.id}`).loginAs(author)), 'uses')
  })

  test('is kept unless its deletion is forced', async ({ client, assert }) => {
    await begin(client)
    const post = await write(client, author, contentOf(file))
    const path = `/media/${file.id}`
    const refused = await client.delete(path).loginAs(author)
    assertProblem(refused, 409, 'conflict')
    assert.include(refused.body().detail, `post ${post.id}`)
    await answers(client.delete(`${path}?force=true`).loginAs(author), 204)
    assert.equal((await client.get(pathOf(file.url))).status(), 404)
  })

  test('stays after the erasure of its owner, and others go', async ({ client, assert }) => {
    await begin(client)
    const [admin] = await people('admin')
    await write(client, author, contentOf(file))
    await uploaded(client, author, text('Unused'))
    await answers(act(client, admin, 'user.erase', { on: author }), 201)
    await runJobs()
    assert.isTrue(await isSeen(client))
    assert.containSubset(await db.from('media'), [{ id: file.id, user_id: null, name: null }])
    assert.lengthOf(await db.from('media'), 1)
  })

  test('is listed by use', async ({ client, assert }) => {
    await begin(client)
    const [editor] = await people('editor')
    const unused = await uploaded(client, author, text('Unused'))
    await write(client, author, contentOf(file))
    const idsOf = async (used: boolean) =>
      (await bodyOf(client.get(`/admin/media?used=${used}`).loginAs(editor))).map(
        ({ id }: { id: number }) => id
      )
    assert.deepEqual(await idsOf(true), [file.id])
    assert.deepEqual(await idsOf(false), [unused.id])
  })
})

test.group('A picture of a user', (group) => {
  let user: User
  group.each.setup(async () => {
    await emptyDatabase()
    ;[user] = await people('member')
  })

  test('is shown to all, until its user takes another or is erased', async ({ client, assert }) => {
    const { id } = await uploaded(client, user, await plainPicture(400, 400).png().toBuffer())
    const change = (body: object) => client.patch('/users/me').loginAs(user).json(body)
    await answers(change({ avatar: id, header: id }), 200)
    const path = `/users/${user.id}?include=avatar,header`
    assert.isNull((await bodyOf(client.get(path))).avatar)
    await runJobs()
    const { avatar, header } = await bodyOf(client.get(path))
    assert.containSubset(avatar, { id, width: 400, height: 400, alt: null })
    assert.deepEqual(header, avatar)
    for (const { url } of [avatar, ...avatar.variants]) await answers(client.get(pathOf(url)), 200)
    await answers(client.get(`/media/${id}`), 200)
    assertProblem(await client.delete(`/media/${id}`).loginAs(user), 409, 'conflict')

    // Clients may send back what they read.
    await answers(change({ avatar, header: null }), 200)
    await answers(client.get(pathOf(avatar.url)), 200)
    await answers(change({ avatar: null }), 200)
    assertProblem(await client.get(pathOf(avatar.url)), 404, 'not_found')

    await answers(change({ avatar: id }), 200)
    const [admin] = await people('admin')
    await answers(act(client, admin, 'user.erase', { on: user }), 201)
    assertProblem(await client.get(pathOf(avatar.url)), 404, 'not_found')
    await runJobs()
    assert.isEmpty(await db.from('media'))
  })

  test('is one of their own', async ({ client }) => {
    const [other] = await people('member')
    const theirs = await uploaded(client, other, await plainPicture(40, 40).png().toBuffer())
    const notes = await uploaded(client, user, text('Notes'))
    for (const avatar of [theirs.id, notes.id, 999_999_999, 'x', {}, -1]) {
      const response = await client.patch('/users/me').loginAs(user).json({ avatar })
      assertProblem(response, 422, 'validation_failed', ['/avatar'])
    }
  })
})

test.group('A file that nothing uses', (group) => {
  group.each.setup(emptyDatabase)

  test('is set aside after a day, and deleted after a week more', async ({ client, assert }) => {
    const [member, author] = await people('member', 'author')
    const [old, young, used, kept] = [
      await uploaded(client, member, text('Old')),
      await uploaded(client, member, text('Young')),
      await uploaded(client, member, text('Used')),
      await uploaded(client, author, text('Kept')),
    ]
    await write(client, member, contentOf(used))
    const ids = [old.id, used.id, kept.id]
    await db
      .from('media')
      .whereIn('id', ids)
      .update({ check_at: ago(1) })
    assert.equal(await collectMedia(), 1)
    const shown = await bodyOf(client.get(`/media/${old.id}`).loginAs(member))
    assert.isNotNull(shown.set_aside_at)
    assert.equal(await collectMedia(), 0)
    await db
      .from('media')
      .where('id', old.id)
      .update({ set_aside_at: ago(24 * 7 + 1) })
    assert.equal(await collectMedia(), 1)
    const left = await db.from('media').orderBy('id')
    assert.deepEqual(
      left.map(({ id }) => id),
      [young.id, used.id, kept.id]
    )
  })

  test('is back with a use, and has another day after its end', async ({ client, assert }) => {
    const [member] = await people('member')
    const file = await uploaded(client, member, text('Notes'))
    await db.from('media').update({ created_at: ago(300), set_aside_at: ago(24 * 7 + 1) })
    const post = await write(client, member, contentOf(file))
    assert.equal(await collectMedia(), 1)
    assert.isNull((await row('media', {})).set_aside_at)
    await answers(client.delete(`/posts/${post.id}?purge=true`).loginAs(member), 204)
    await runJobs()
    assert.isEmpty(await db.from('media_uses'))
    assert.equal(await collectMedia(), 0)
    await db.from('media').update({ check_at: ago(1) })
    assert.equal(await collectMedia(), 1)
  })
})

test.group('The webhook media.ready', (group) => {
  group.each.setup(emptyDatabase)

  test('tells of a file when its copies are made', async ({ client, assert }) => {
    const [member] = await people('member')
    await makeWebhook('https://8.8.8.8/hook', ['media.ready'])
    const document = await uploaded(client, member, text('Notes'))
    const picture = await uploaded(client, member, await plainPicture(20, 20).png().toBuffer())
    const subjects = async () =>
      (await db.from('webhook_events').orderBy('created_at')).map((event) =>
        Number(event.subject_id)
      )
    assert.deepEqual(await subjects(), [document.id])
    await runJobs()
    assert.deepEqual(await subjects(), [document.id, picture.id])
  })
})
