import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { pruneReportSnapshots } from '#jobs/prune_report_snapshots'
import { password, UserFactory } from '#database/factories/user_factory'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { tokenOf } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { dismissed, patch } from '#tests/support/reports'
import { act, people, report } from '#tests/support/staff'

const title = 'Rolex for a song'
const content = 'Write to me, quickly.'

async function reported(type: 'post' | 'comment' | 'user') {
  const [moe] = await people('moderator')
  const author = await UserFactory.merge({ displayName: title, bio: content }).create()
  const post = await PostFactory.merge({ userId: author.id, title, content }).create()
  const comment = await CommentFactory.merge({
    postId: post.id,
    userId: author.id,
    content,
  }).create()
  const target = { post, comment, user: author }[type]
  return { moe, author, post, comment, target, token: await tokenOf(author) }
}

/** Moves reports and snapshots a number of days into the past. */
async function age(days: number) {
  const past = (column: string) => `${column} = ${column} - interval '${days} days'`
  await db.rawQuery(`update reports set ${past('closed_at')}`)
  await db.rawQuery(`update report_snapshots set ${past('last_reported_at')}`)
}

test.group('A reported target', (group) => {
  group.each.setup(emptyDatabase)

  test('is shown as it was reported after its author has {change} it: {type}')
    .with([
      { type: 'post', change: 'edited' },
      { type: 'post', change: 'deleted' },
      { type: 'comment', change: 'edited' },
      { type: 'comment', change: 'deleted' },
      { type: 'user', change: 'edited' },
      { type: 'user', change: 'deleted' },
    ] as const)
    .run(async ({ client, assert }, { type, change }) => {
      const { moe, author, target, token } = await reported(type)
      const { id } = await report(client, type, target)

      const path = type === 'user' ? '/users/me' : `/${type}s/${target.id}`
      const edit = { post: { title: 'Hello', content: 'Hi.' }, comment: { content: 'Hi.' } }
      const profile = { display_name: 'Hello', bio: null }
      if (change === 'deleted') {
        const ended = type === 'post' ? `${path}?purge=true` : path
        const request = client.delete(ended).bearerToken(token)
        await answers(type === 'user' ? request.json({ password }) : request, 204)
      } else {
        const fields = type === 'user' ? profile : edit[type]
        await answers(client.patch(path).bearerToken(token).json(fields), 200)
      }

      const shown = await bodyOf(client.get(`/admin/reports/${id}`).loginAs(moe))
      const [snapshot] = shown.snapshots
      assert.lengthOf(shown.snapshots, 1)
      assert.containSubset(snapshot, {
        title: type === 'comment' ? null : title,
        content,
        author: { id: author.id, username: author.username },
      })
      assert.equal(shown.reports[0].snapshot_id, snapshot.id)
      if (change === 'deleted') assert.isNull(shown.target)
      else assert.notEqual(shown.target.content ?? shown.target.bio, content)
    })

  test('is stored once for each version, for any number of reports', async ({ client, assert }) => {
    const { moe, post } = await reported('post')
    const { id } = await report(client, 'post', post)
    await report(client, 'post', post)
    await post.merge({ content: 'Second version' }).save()
    await report(client, 'post', post)

    const { snapshots, reports } = await bodyOf(client.get(`/admin/reports/${id}`).loginAs(moe))
    assert.deepEqual(
      snapshots.map((snapshot: { content: string }) => snapshot.content),
      ['Second version', content]
    )
    const [newer, older] = snapshots.map((snapshot: { id: number }) => snapshot.id)
    assert.deepEqual(
      reports.map((one: { snapshot_id: number }) => one.snapshot_id),
      [older, older, newer]
    )
  })

  test('is deleted 90 days after its last report was closed, and not before', async ({
    client,
    assert,
  }) => {
    const { moe, post } = await reported('post')
    const first = await report(client, 'post', post)
    await age(400)
    assert.equal(await pruneReportSnapshots(), 0)

    await answers(patch(client, moe, first, dismissed), 200)
    await age(89)
    assert.equal(await pruneReportSnapshots(), 0)
    await age(2)
    assert.equal(await pruneReportSnapshots(), 1)
    const shown = await bodyOf(client.get(`/admin/reports/${first.id}`).loginAs(moe))
    assert.isEmpty(shown.snapshots)
    assert.isNull(shown.reports[0].snapshot_id)
  })

  test('of an erased author is deleted as soon as it has no open report', async ({
    client,
    assert,
  }) => {
    const { moe, author, post } = await reported('post')
    const [admin] = await people('admin')
    const first = await report(client, 'post', post)
    await answers(act(client, admin, 'user.erase', { on: author }), 201)
    await age(1)
    assert.equal(await pruneReportSnapshots(), 0)

    await answers(patch(client, moe, first, dismissed), 200)
    assert.equal(await pruneReportSnapshots(), 1)
  })

  test('that ten users report at once has ten reports and one snapshot', async ({
    client,
    assert,
  }) => {
    const { post } = await reported('post')
    await Promise.all(Array.from({ length: 10 }, () => report(client, 'post', post)))
    assert.lengthOf(await db.from('reports'), 10)
    assert.lengthOf(await db.from('report_snapshots'), 1)
  })
})

test.group('Several actions', (group) => {
  group.each.setup(emptyDatabase)

  test('may name the same report, until it is dismissed', async ({ client, assert }) => {
    const { moe, author, post } = await reported('post')
    const { id } = await report(client, 'post', post)
    const named = { report_id: id }
    const removed = await bodyOf(act(client, moe, 'post.remove', { on: post, ...named }))
    const warned = await bodyOf(act(client, moe, 'user.warn', { on: author, ...named }))
    assert.containSubset(removed.after, { ...named, reports_resolved: 1 })
    assert.deepEqual(warned.after, { warned: true, ...named })
  })
})

test.group('Content of erased authors', (group) => {
  group.each.setup(emptyDatabase)

  test('is listed for staff with author=none, and their audit entries by id', async ({
    client,
    assert,
  }) => {
    const { moe, author, post, comment } = await reported('post')
    const [admin] = await people('admin')
    await answers(act(client, moe, 'user.warn', { on: author }), 201)
    await answers(act(client, admin, 'user.erase', { on: author }), 201)

    const list = (path: string) => bodyOf(client.get(path).loginAs(moe))
    const ids = (rows: { id: number }[]) => rows.map(({ id }) => id)
    assert.deepEqual(ids(await list('/admin/posts?author=none')), [post.id])
    assert.deepEqual(ids(await list('/admin/comments?author=none')), [comment.id])
    const entries = await list(`/admin/audit?subject=${author.id}&sort=old`)
    assert.deepEqual(
      entries.map(({ action }: { action: string }) => action),
      ['user.warn', 'user.erase']
    )
    await answers(act(client, admin, 'user.erase', { on: moe }), 201)
    const byMoe = await bodyOf(client.get(`/admin/audit?actor=${moe.id}`).loginAs(admin))
    assert.lengthOf(byMoe, 1)
  })
})
