import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'
import { untilBlocked } from '#tests/support/waiting'

const text = { title: 'Once', content: 'And once only' }
const key = 'c7a1f7e2-2f5e'

/** The created rows, the user, and the lock that stops a request halfway. */
const creations = [
  {
    path: '/users',
    table: 'users',
    body: () => ({
      email: 'carol@example.org',
      username: 'carol',
      password: 'a long enough secret',
    }),
    other: { email: 'dave@example.org' },
    signedIn: false,
    hold: `insert into users (email, username, password) values ('CAROL@example.org', 'other', 'x')`,
  },
  {
    path: '/posts',
    table: 'posts',
    body: () => text,
    other: { title: 'Twice' },
    signedIn: true,
    hold: 'select from users for no key update',
  },
  {
    path: '/comments',
    table: 'comments',
    body: (postId: number) => ({ post_id: postId, content: 'Once' }),
    other: { content: 'Twice' },
    signedIn: true,
    hold: 'select from posts for update',
  },
]

async function scene(client: ApiClient, { path, body, signedIn }: (typeof creations)[number]) {
  const [author, other] = await UserFactory.createMany(2)
  const post = await PostFactory.merge({ userId: author.id }).create()
  const fields = body(post.id)
  const create = (change: object = {}, user: User = author, name = key) => {
    const request = client.post(path).header('Idempotency-Key', name)
    if (signedIn) request.loginAs(user)
    return request.json({ ...fields, ...change })
  }
  const rows = async (table: string): Promise<number> => {
    const [{ count }] = await db.from(table).count('*')
    return count
  }
  return { create, rows, author, other }
}

/** Runs work while an open transaction blocks others. */
async function whileHeld<T>(statement: string, act: () => Promise<T>): Promise<T> {
  const holder = await db.transaction()
  try {
    await holder.rawQuery(statement)
    return await act()
  } finally {
    await holder.rollback()
  }
}

test.group('Idempotency-Key', (group) => {
  group.each.setup(emptyDatabase)

  test('treats an address with a trailing slash as the same', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const post = (path: string) =>
      client.post(path).loginAs(author).header('idempotency-key', key).json(text)
    const first = await bodyOf(post('/posts'))
    const again = await answers(post('/posts/'), 201)
    again.assertHeader('idempotency-replayed', 'true')
    assert.deepEqual(again.body(), first)
    assert.lengthOf(await db.from('posts'), 1)
  })

  test('runs POST {path} once, and repeats its answer')
    .with(creations)
    .run(async ({ client, assert }, creation) => {
      const { create, rows } = await scene(client, creation)
      const before = await rows(creation.table)

      const first = await create()
      const second = await create()

      first.assertStatus(201)
      assert.isUndefined(first.header('idempotency-replayed'))
      second.assertStatus(201)
      second.assertHeader('idempotency-replayed', 'true')
      assert.equal(second.text(), first.text())
      for (const name of ['location', 'content-type', 'etag']) {
        assert.equal(second.header(name), first.header(name), name)
      }
      assert.notEqual(second.header('x-request-id'), first.header('x-request-id'))
      assert.equal(await rows(creation.table), before + 1)
      assert.equal(await rows('idempotency_keys'), 1)
    })

  test('refuses another body under the key of POST {path}')
    .with(creations)
    .run(async ({ client, assert }, creation) => {
      const { create, rows } = await scene(client, creation)
      await create()
      const before = await rows(creation.table)
      assertProblem(await create(creation.other), 422, 'idempotency_key_reused')
      assert.equal(await rows(creation.table), before)
    })

  test('answers 409 while the first POST {path} is in flight')
    .with(creations)
    .run(async ({ client, assert }, creation) => {
      const { create, rows } = await scene(client, creation)
      const before = await rows(creation.table)
      const first = await whileHeld(creation.hold, async () => {
        const underway = create().send()
        await untilBlocked()
        const second = await create()
        assertProblem(second, 409, 'idempotency_in_flight')
        second.assertHeader('retry-after', '1')
        return { underway }
      })

      const made = await first.underway
      made.assertStatus(201)
      const third = await create()
      third.assertStatus(201)
      third.assertHeader('idempotency-replayed', 'true')
      assert.equal(await rows(creation.table), before + 1)
    })

  test('lets only one of many simultaneous requests run POST {path}')
    .with(creations)
    .run(async ({ client, assert }, creation) => {
      const { create, rows } = await scene(client, creation)
      const before = await rows(creation.table)
      const received = await Promise.all([1, 2, 3, 4, 5, 6].map(() => create()))

      for (const answer of received) assert.include([201, 409], answer.status())
      const made = received.filter((answer) => !answer.header('idempotency-replayed'))
      assert.lengthOf(
        made.filter((answer) => answer.status() === 201),
        1
      )
      assert.equal(await rows(creation.table), before + 1)
    })

  test('does not store a failed POST {path}')
    .with(creations)
    .run(async ({ client, assert }, creation) => {
      const { create, rows } = await scene(client, creation)
      const before = await rows(creation.table)
      const wrong = Object.fromEntries(
        Object.keys(creation.body(1)).map((name) => [name, '\u0000'])
      )

      const failed = await create(wrong)
      failed.assertStatus(422)
      assert.equal(await rows('idempotency_keys'), 0)

      const right = await create()
      right.assertStatus(201)
      assert.isUndefined(right.header('idempotency-replayed'))
      assert.equal(await rows(creation.table), before + 1)
    })

  test('does not store a refusal: {name}')
    .with([
      { name: 'a post that is not there', post: 999_999_999, status: 404 },
      { name: 'a parent that is not there', parent_id: 999_999_999, status: 422 },
    ])
    .run(async ({ client, assert }, { post, status, ...change }) => {
      const { create, rows } = await scene(client, creations[2])
      const refused = await create(post ? { post_id: post } : change)
      refused.assertStatus(status)
      assert.equal(await rows('comments'), 0)
      await answers(create(), 201)
      assert.equal(await rows('comments'), 1)
    })

  test('does not store a conflict: a taken name may become free', async ({ client, assert }) => {
    const { create, author } = await scene(client, creations[0])
    const change = { username: author.username }
    assertProblem(await create(change), 409, 'username_taken')
    await db.from('users').where('id', author.id).update({ username: 'renamed' })
    const right = await create(change)
    right.assertStatus(201)
    assert.equal(right.body().username, author.username)
  })

  test('stays free after a dry run of POST {path}')
    .with([
      { path: '/tags', table: 'tags', body: { name: 'City' } },
      { path: '/collections', table: 'collections', body: { title: 'Front page' } },
      {
        path: '/admin/roles',
        table: 'roles',
        body: { name: 'watch', rank: 1, permissions: ['posts.read_any'] },
      },
      {
        path: '/admin/actions',
        table: 'audit_entries',
        body: { action: 'user.warn', reason: 'For the test' },
      },
    ])
    .run(async ({ client, assert }, { path, table, body }) => {
      const [admin, member] = await people('admin', 'member')
      const target = path === '/admin/actions' ? { target_id: member.id } : {}
      const send = (more = {}) =>
        client
          .post(path)
          .loginAs(admin)
          .header('Idempotency-Key', key)
          .json({ ...body, ...target, ...more })
      const count = async () => Number((await db.from(table).count('*'))[0].count)
      const before = await count()
      await answers(send({ dry_run: true }), 200)
      await answers(send({ dry_run: true }), 200)
      assert.equal(await count(), before)

      await answers(send(), 201)
      const again = await answers(send(), 201)
      assert.equal(again.header('idempotency-replayed'), 'true')
      assert.equal(await count(), before + 1)
    })

  test('is separate for each user and each address', async ({ client, assert }) => {
    const { create, rows, other } = await scene(client, creations[1])
    const mine = await create()
    const theirs = await create({}, other)
    theirs.assertStatus(201)
    assert.isUndefined(theirs.header('idempotency-replayed'))
    assert.equal(theirs.body().user_id, other.id)

    const comment = await client
      .post('/comments')
      .loginAs(other)
      .header('Idempotency-Key', key)
      .json({ post_id: mine.body().id, content: 'Hello' })
    comment.assertStatus(201)
    assert.equal(await rows('idempotency_keys'), 3)
  })

  test('is forgotten after a day', async ({ client, assert }) => {
    const { create } = await scene(client, creations[1])
    const first = await create()
    const age = (interval: string) =>
      db.rawQuery(`update idempotency_keys set created_at = now() - interval '${interval}'`)

    await age('23 hours 59 minutes')
    assert.deepEqual(await bodyOf(create()), first.body())
    await age('24 hours 1 minute')
    const again = await create({ title: 'Another day' })
    again.assertStatus(201)
    assert.notEqual(again.body().id, first.body().id)
    assert.isUndefined(again.header('idempotency-replayed'))
    assert.deepEqual(await bodyOf(create({ title: 'Another day' })), again.body())
  })

  test('stores no secret of a sign-up', async ({ client, assert }) => {
    const { create } = await scene(client, creations[0])
    await create()
    const [stored] = await db.from('idempotency_keys')
    assert.notInclude(JSON.stringify(stored), 'a long enough secret')
  })

  test('is refused when it is {name}')
    .with([
      { name: 'empty', value: '' },
      { name: 'too long', value: 'x'.repeat(256) },
      { name: 'two words', value: 'a b' },
      { name: 'not ASCII', value: 'clé' },
    ])
    .run(async ({ client, assert }, { value }) => {
      const { create, rows } = await scene(client, creations[1])
      const before = await rows('posts')
      assertProblem(await create({}, undefined, value), 422, 'validation_failed', [
        '/header/Idempotency-Key',
      ])
      assert.equal(await rows('posts'), before)
    })

  test('needs a token if the write needs one', async ({ client, assert }) => {
    const response = await client.post('/posts').header('Idempotency-Key', key).json(text)
    assertProblem(response, 401, 'unauthenticated')
    assert.isEmpty(await db.from('idempotency_keys'))
  })
})
