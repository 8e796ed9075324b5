import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { answers } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'
import { shown } from '#tests/support/titles'

/** A draft, a post and a comment of one user. */
async function written() {
  const [author, reader] = await people('member', 'member')
  const post = await PostFactory.merge({ userId: author.id }).create()
  const draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
  const comment = await CommentFactory.merge({ postId: post.id, userId: author.id }).create()
  return { author, reader, post, draft, comment }
}

const spam = (target_type: string, { id: target_id }: { id: number }) => ({
  target_type,
  target_id,
  reason: 'spam',
})

test.group('POST /reports', (group) => {
  group.each.setup(emptyDatabase)

  test('reports a {type} to staff')
    .with([{ type: 'post' }, { type: 'comment' }, { type: 'user' }] as const)
    .run(async ({ client, assert }, { type }) => {
      const { author, reader, ...content } = await written()
      const target = { user: author, ...content }[type]
      const fields = { ...spam(type, target), details: '  The same text in ten threads.\n' }

      const response = await client.post('/reports').loginAs(reader).json(fields)

      response.assertStatus(201)
      const { id, created_at: time, ...shownReport } = response.body()
      const details = 'The same text in ten threads.'
      assert.deepEqual(shownReport, { ...fields, details, status: 'open' })
      assert.containSubset(await row('reports', { id }), {
        reporter_id: reader.id,
        subject_id: author.id,
        target_id: target.id,
        assignee_id: null,
      })
    })

  test('a second time by the same user answers with the open report', async ({
    client,
    assert,
  }) => {
    const { reader, post } = await written()
    const file = (reason: string) =>
      client
        .post('/reports')
        .loginAs(reader)
        .json({ ...spam('post', post), reason })
    const first = await answers(file('spam'), 201)
    const again = await answers(file('abuse'), 200)
    assert.deepEqual(again.body(), first.body())
  })

  test('a second time by the same user is a new report once {what}')
    .with([
      { what: 'the title is edited' },
      { what: 'the comment is edited' },
      { what: 'the user is renamed' },
      { what: 'the bio is edited' },
      { what: 'the first was dismissed' },
      { what: 'the first was resolved' },
    ] as const)
    .run(async ({ client, assert }, { what }) => {
      const { author, reader, post, comment } = await written()
      const change = {
        'the title is edited': () => post.merge({ title: 'Another' }).save(),
        'the comment is edited': () => comment.merge({ content: 'Another' }).save(),
        'the user is renamed': () => author.merge({ username: 'another' }).save(),
        'the bio is edited': () => author.merge({ bio: 'Another' }).save(),
        'the first was dismissed': () => decide('dismissed'),
        'the first was resolved': () => decide('resolved'),
      }[what]
      const type = { 'the title': 'post', 'the first': 'post', 'the comment': 'comment' }
      const kind = type[what.split(' ').slice(0, 2).join(' ') as keyof typeof type] ?? 'user'
      const target = { post, comment, user: author }[kind]!
      const file = () => client.post('/reports').loginAs(reader).json(spam(kind, target))
      const first = (await answers(file(), 201)).body()

      await change()

      const second = (await answers(file(), 201)).body()
      assert.isAbove(second.id, first.id)
      await answers(file(), 200)

      async function decide(status: string) {
        const [moe] = await people('moderator')
        const decision = { status, reason: 'It was looked at.' }
        await answers(client.patch(`/admin/reports/${first.id}`).loginAs(moe).json(decision), 200)
      }
    })

  test('on the reporter is a conflict: {what}')
    .with([{ what: 'post' }, { what: 'draft' }, { what: 'comment' }, { what: 'user' }] as const)
    .run(async ({ client, assert }, { what }) => {
      const { author, ...content } = await written()
      const target = { user: author, ...content }[what]
      const type = what === 'draft' ? 'post' : what
      const response = await client.post('/reports').loginAs(author).json(spam(type, target))
      assertProblem(response, 409, 'conflict')
      assert.isEmpty(await db.from('reports'))
      assert.isEmpty(await db.from('report_snapshots'))
    })

  test('ten times at once creates one report', async ({ client, assert }) => {
    const { reader, post } = await written()
    const responses = await Promise.all(
      Array.from({ length: 10 }, () =>
        client.post('/reports').loginAs(reader).json(spam('post', post))
      )
    )
    const statuses = responses.map((response) => response.status()).sort()
    assert.deepEqual(statuses, [...Array(9).fill(200), 201])
    assert.lengthOf(await db.from('reports'), 1)
  })

  test('with an idempotency key repeats the answer', async ({ client, assert }) => {
    const { reader, post } = await written()
    const file = () =>
      client
        .post('/reports')
        .loginAs(reader)
        .header('idempotency-key', 'once')
        .json(spam('post', post))
    const first = await answers(file(), 201)
    const again = await answers(file(), 201)
    assert.equal(again.header('idempotency-replayed'), 'true')
    assert.deepEqual(again.body(), first.body())
  })

  test('on hidden content is 404: {what}')
    .with([
      { what: 'a draft' },
      { what: 'a comment on a removed post' },
      { what: 'nothing' },
    ] as const)
    .run(async ({ client, assert }, { what }) => {
      const { reader, post, draft, comment } = await written()
      if (what === 'a comment on a removed post') await post.remove()
      const fields = {
        'a draft': spam('post', draft),
        'a comment on a removed post': spam('comment', comment),
        'nothing': spam('user', { id: Number.MAX_SAFE_INTEGER }),
      }[what]
      const response = await client.post('/reports').loginAs(reader).json(fields)
      assertProblem(response, 404, 'not_found')
      assert.isEmpty(await db.from('reports'))
    })

  test('without a token is refused', async ({ client }) => {
    const { post } = await written()
    assertProblem(await client.post('/reports').json(spam('post', post)), 401, 'unauthenticated')
  })

  test('refuses {shown} as {field}')
    .with(
      shown([
        { field: 'target_type', value: 'report' },
        { field: 'target_type', value: null },
        { field: 'target_id', value: 0 },
        { field: 'target_id', value: '@somebody' },
        { field: 'target_id', value: 2 ** 60 },
        { field: 'reason', value: 'boring' },
        { field: 'details', value: '' },
        { field: 'details', value: 'x'.repeat(2001) },
        { field: 'details', value: 'nul \u0000' },
        { field: 'details', value: ['spam'] },
      ])
    )
    .run(async ({ client }, { field, value }) => {
      const { reader, post } = await written()
      const fields = { ...spam('post', post), [field]: value }
      const response = await client.post('/reports').loginAs(reader).json(fields)
      assertProblem(response, 422, 'validation_failed', [`/${field}`])
    })
})
