import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type User from '#models/user'
import { collectMedia } from '#jobs/collect_media'
import { pruneMedia } from '#jobs/prune_media'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import {
  emptyStorage,
  pathOf,
  plainPicture,
  stored,
  text,
  upload,
  uploaded,
  type ShownMedia,
} from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { act, people, reason } from '#tests/support/staff'

const publish = (client: ApiClient, author: User, { url }: ShownMedia) =>
  bodyOf(
    client
      .post('/posts')
      .loginAs(author)
      .json({ title: 'Lamps', content: `![A lamp](${url})`, content_format: 'markdown' })
  )

test.group('POST /admin/actions, on a file', (group) => {
  let author: User
  let stranger: User
  let moderator: User

  group.each.setup(async () => {
    await emptyDatabase()
    await emptyStorage()
    ;[author, stranger, moderator] = await people('author', 'member', 'moderator')
  })

  /** The statuses of the file and of its bytes, for a viewer. */
  const seen = (client: ApiClient, { id, url }: ShownMedia, viewer?: User) =>
    Promise.all(
      [`/media/${id}`, pathOf(url)].map((path) => {
        const request = client.get(path)
        return statusOf(viewer ? request.loginAs(viewer) : request)
      })
    )

  test('a removed file is for staff alone, and comes back as it was', async ({
    client,
    assert,
  }) => {
    const file = await uploaded(client, author, text('Notes'))
    await publish(client, author, file)
    assert.deepEqual(await seen(client, file), [200, 200])

    const removed = await bodyOf(act(client, moderator, 'media.remove', { on: file }))
    assert.containSubset(removed, {
      action: 'media.remove',
      target_type: 'media',
      target_id: file.id,
      subject_id: author.id,
      reason,
      before: { removed: false },
      after: { removed: true },
    })
    for (const viewer of [undefined, stranger, author]) {
      assert.deepEqual(await seen(client, file, viewer), [404, 404])
    }
    assert.deepEqual(await seen(client, file, moderator), [200, 200])
    assert.isEmpty(await bodyOf(client.get('/users/me/media').loginAs(author)))
    const path = `/media/${file.id}`
    const change = client.patch(path).loginAs(author).json({ alt: 'Again' })
    assertProblem(await change, 404, 'not_found')
    assertProblem(await client.delete(path).loginAs(author), 404, 'not_found')

    await answers(act(client, moderator, 'media.restore', { on: file }), 201)
    assert.deepEqual(await seen(client, file), [200, 200])
    const shown = await bodyOf(client.get('/users/me/media').loginAs(author))
    assert.equal(shown[0].id, file.id)
  })

  test('a removed picture is no avatar, at once and for readers of cached profiles', async ({
    client,
    assert,
  }) => {
    const file = await uploaded(client, author, await plainPicture(40, 40).png().toBuffer())
    await answers(client.patch('/users/me').loginAs(author).json({ avatar: file.id }), 200)
    await runJobs()
    const avatar = async () =>
      (await bodyOf(client.get(`/users/${author.id}?include=avatar`))).avatar
    const { url } = await avatar()
    await answers(act(client, moderator, 'media.remove', { on: file }), 201)
    assert.isNull(await avatar())
    assert.equal((await client.get(pathOf(url))).status(), 404)
    const again = client.patch('/users/me').loginAs(author).json({ header: file.id })
    assertProblem(await again, 422, 'validation_failed', ['/header'])
    await answers(act(client, moderator, 'media.restore', { on: file }), 201)
    assert.equal((await avatar()).url, url)
  })

  test('its owner can’t upload a removed file again, and another user can', async ({
    client,
    assert,
  }) => {
    const file = await uploaded(client, author, text('Notes'))
    await publish(client, author, file)
    await answers(act(client, moderator, 'media.remove', { on: file }), 201)
    assertProblem(await upload(client, author, text('Notes')), 422, 'media_barred')
    assert.lengthOf(await db.from('media'), 1)
    const theirs = await uploaded(client, stranger, text('Notes'))
    // The post of the author does not show what another user has.
    assert.deepEqual(await seen(client, theirs), [404, 404])
    await publish(client, stranger, theirs)
    assert.deepEqual(await seen(client, theirs), [200, 200])
  })

  test('a removed file does not count for the quota, and is not collected', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('media.quota', 100_000))
    const [member] = await people('member')
    const file = await uploaded(client, member, randomBytes(60_000))
    assertProblem(await upload(client, member, randomBytes(60_000)), 413, 'quota_exceeded')
    await answers(act(client, moderator, 'media.remove', { on: file }), 201)
    await db.from('media').update({ check_at: new Date(0) })
    assert.equal(await collectMedia(), 0)
    await uploaded(client, member, randomBytes(60_000))
    assert.isNull((await row('media', { id: file.id })).set_aside_at)
  })

  test('a removal beside a publication leaves nothing to see, in any order', async ({
    client,
    assert,
  }) => {
    for (let round = 0; round < 5; round++) {
      const file = await uploaded(client, author, text(`Notes ${round}`))
      const [, removed] = await Promise.all([
        publish(client, author, file),
        statusOf(act(client, moderator, 'media.remove', { on: file })),
      ])
      assert.equal(removed, 201)
      assert.deepEqual(await seen(client, file), [404, 404])
      await answers(act(client, moderator, 'media.restore', { on: file }), 201)
      assert.deepEqual(await seen(client, file), [200, 200])
    }
  })

  test('the bytes of a removed file end with the account', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const file = await uploaded(client, author, text('Notes'))
    await answers(act(client, moderator, 'media.remove', { on: file }), 201)
    await answers(act(client, admin, 'user.erase', { on: author }), 201)
    await runJobs()
    await pruneMedia()
    assert.isEmpty(await db.from('media'))
    assert.isEmpty(await stored())
  })

  test('an upload under way is no target', async ({ client }) => {
    const [{ id }] = await db
      .table('media')
      .insert({ user_id: author.id, uploaded_bytes: 1 })
      .returning('id')
    assertProblem(await act(client, moderator, 'media.remove', { on: { id } }), 404, 'not_found')
  })

  test('{role} may remove: {isAllowed}')
    .with([
      { role: 'member', isAllowed: false },
      { role: 'author', isAllowed: false },
      { role: 'editor', isAllowed: false },
      { role: 'moderator', isAllowed: true },
      { role: 'admin', isAllowed: true },
    ] as const)
    .run(async ({ client, assert }, { role, isAllowed }) => {
      const [actor] = await people(role)
      const file = await uploaded(client, author, text('Notes'))
      for (const action of ['media.remove', 'media.bar']) {
        const status = await statusOf(act(client, actor, action, { on: file }))
        assert.equal(status, isAllowed ? 201 : 403)
      }
    })

  test('is found by its address, for those who see it', async ({ client, assert }) => {
    const path = ({ url }: ShownMedia) => pathOf(url).replace('/files/', '/names/')
    const file = await uploaded(client, author, text('Notes'))
    assertProblem(await client.get(path(file)), 404, 'not_found')
    await publish(client, author, file)
    const theirs = await uploaded(client, stranger, text('Notes'))
    const ids = async (...viewers: (User | undefined)[]) =>
      Promise.all(
        viewers.map(async (viewer) => {
          const request = client.get(path(file))
          return (await bodyOf(viewer ? request.loginAs(viewer) : request)).id
        })
      )
    const [first, second] = [file.id, theirs.id]
    assert.deepEqual(await ids(undefined, author, stranger), [first, first, second])
    await answers(act(client, moderator, 'media.remove', { on: file }), 201)
    assertProblem(await client.get(path(file)), 404, 'not_found')
    assert.deepEqual(await ids(moderator, stranger), [first, second])
  })

  test('staff see what was removed, and list it', async ({ client, assert }) => {
    const [editor] = await people('editor')
    const file = await uploaded(client, author, text('Notes'))
    await uploaded(client, author, text('Other'))
    await answers(act(client, moderator, 'media.remove', { on: file }), 201)
    const shown = await bodyOf(client.get(`/admin/media/${file.id}`).loginAs(editor))
    assert.isNotNull(shown.removed_at)
    assert.isNull(shown.barred_at)
    assert.equal(shown.owner.id, author.id)
    const listed = await bodyOf(client.get('/admin/media?removed=true').loginAs(editor))
    assert.deepEqual(
      listed.map(({ id }: ShownMedia) => id),
      [file.id]
    )
    assertProblem(await client.get('/admin/media/999999').loginAs(editor), 404, 'not_found')
  })
})
