import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import TagsChanged from '#events/tags_changed'
import { foldTagCounts } from '#jobs/fold_tag_counts'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { dice } from '#tests/support/counts'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { runJobs } from '#tests/support/jobs'
import { act, people } from '#tests/support/staff'
import { assertTagsCounted, tagCounts } from '#tests/support/tags'

const write = async (client: ApiClient, author: User, fields: object) =>
  (
    await answers(
      client
        .post('/posts')
        .loginAs(author)
        .json({ ...text, ...fields }),
      201
    )
  ).body()

const text = { title: 'On lamps', content: 'They light the square.' }

test.group('Tags of a post', (group) => {
  group.each.setup(emptyDatabase)

  test('are made of names, once each, in their order, and shown wherever the post is', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const tags = ['City Life', '#lamps', 'C#', 'Überall', 'city-life', 'Огни', '東京']
    const created = await answers(
      client
        .post('/posts')
        .loginAs(author)
        .json({ ...text, tags }),
      201
    )

    const slugs = ['city-life', 'lamps', 'c-sharp', 'uberall', 'ogni', '東京']
    assert.deepEqual(created.body().tags, slugs)
    assert.deepEqual((await bodyOf(client.get(created.header('location')!))).tags, slugs)
    assert.deepEqual((await bodyOf(client.get('/posts')))[0].tags, slugs)
    assert.containSubset(await row('tags', { slug: 'city-life' }), { name: 'City Life' })
    await assertTagsCounted(assert)
    assert.equal((await tagCounts())['東京'], 1)
  })

  test('are none unless the post names some, and an update replaces them', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const created = await answers(client.post('/posts').loginAs(author).json(text), 201)
    assert.deepEqual(created.body().tags, [])
    const change = (fields: object) =>
      bodyOf(client.patch(created.header('location')!).loginAs(author).json(fields))

    assert.deepEqual((await change({ tags: ['One', 'Two'] })).tags, ['one', 'two'])
    assert.deepEqual((await change({ title: 'Other' })).tags, ['one', 'two'])
    assert.deepEqual((await change({ tags: ['two', 'three'] })).tags, ['two', 'three'])
    await assertTagsCounted(assert)
    assert.deepEqual(await tagCounts(), { one: 0, two: 1, three: 1 })
    assert.deepEqual((await change({ tags: [] })).tags, [])
    await assertTagsCounted(assert)
  })

  test('are refused: {what}')
    .with([
      { what: 'more than 20', tags: Array.from({ length: 21 }, (_, n) => `t${n}`), at: '/tags' },
      { what: 'one without a letter', tags: ['ok', '🔥'], at: '/tags/1' },
      { what: 'a long one', tags: ['x'.repeat(51)], at: '/tags/0' },
      { what: 'a number', tags: [1], at: '/tags/0' },
      { what: 'a text', tags: 'lamps', at: '/tags' },
      { what: 'null', tags: null, at: '/tags' },
    ])
    .run(async ({ client, assert }, { tags, at }) => {
      const author = await UserFactory.create()
      const post = await PostFactory.merge({ userId: author.id }).create()
      const created = await client
        .post('/posts')
        .loginAs(author)
        .json({ ...text, tags })
      // Null counts as absent where a member is optional on creation.
      if (tags !== null) assertProblem(created, 422, 'validation_failed', [at])
      const changed = await client.patch(`/posts/${post.id}`).loginAs(author).json({ tags })
      assertProblem(changed, 422, 'validation_failed', [at])
      assert.isEmpty(await tagCounts())
    })

  test('with TAGS=curated are those that staff made', async ({ client, assert, cleanup }) => {
    config.set('tags.mode', 'curated')
    cleanup(() => config.set('tags.mode', 'open'))
    await db.table('tags').insert({ slug: 'lamps', name: 'Lamps', is_curated: true })
    await TagsChanged.dispatch()
    const author = await UserFactory.create()
    const ask = (tags: string[]) =>
      client
        .post('/posts')
        .loginAs(author)
        .json({ ...text, tags })

    assert.deepEqual((await answers(ask(['Lamps']), 201)).body().tags, ['lamps'])
    const refused = await ask(['Lamp'])
    assertProblem(refused, 422, 'validation_failed', ['/tags/0'])
    assert.include(refused.body().errors[0].detail, 'lamps')
    assert.deepEqual(Object.keys(await tagCounts()), ['lamps'])
  })

  test('cost a new post no statement more', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const statementsOf = async (fields: object) => {
      const sent = await queriesOf(() => write(client, author, fields))
      return sent.length
    }
    await statementsOf({})
    assert.equal(await statementsOf({ tags: ['a', 'b'] }), await statementsOf({}))
  })

  test('count what everybody sees: {what}')
    .with([
      { what: 'a draft', hide: { published: false } },
      { what: 'a removed post', action: 'post.remove', back: 'post.restore' },
    ])
    .run(async ({ client, assert }, { hide, action, back }) => {
      const [author, moderator] = await people('member', 'moderator')
      const tags = ['lamps']
      const body = await write(client, author, { tags })
      const show = async (isShown: boolean) => {
        if (hide) {
          const fields = { published: isShown }
          await answers(client.patch(`/posts/${body.id}`).loginAs(author).json(fields), 200)
        } else await answers(act(client, moderator, isShown ? back! : action!, { on: body }), 201)
        await assertTagsCounted(assert)
        return (await tagCounts()).lamps
      }
      await assertTagsCounted(assert)
      assert.equal(await show(false), 0)
      assert.equal(await show(true), 1)
    })

  test('are uncounted when the post is deleted, and stay when its author is erased', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const post = await write(client, author, { tags: ['lamps', 'city'] })
    await write(client, author, { tags: ['city'] })
    await write(client, author, { tags: ['city'], published: false })
    await answers(client.delete(`/posts/${post.id}`).loginAs(author), 204)
    await runJobs()
    await assertTagsCounted(assert)
    assert.deepEqual(await tagCounts(), { city: 1, lamps: 0 })

    await answers(client.delete('/users/me').loginAs(author).json({ password }), 204)
    await runJobs()
    await assertTagsCounted(assert)
    assert.deepEqual(await tagCounts(), { city: 1, lamps: 0 })
  })
})

test.group('Tags under races', (group) => {
  group.each.setup(emptyDatabase)
  group.each.timeout(120_000)

  test('are counted exactly while several users write, edit and delete', async ({
    client,
    assert,
  }) => {
    const authors = await UserFactory.createMany(6)
    const roll = dice(7)
    const some = () => Array.from({ length: roll(5) }, () => `tag ${roll(8)}`)
    const work = authors.map(async (author) => {
      const mine: number[] = []
      for (let step = 0; step < 25; step++) {
        const as = (request: any) => request.loginAs(author)
        const id = mine[roll(mine.length || 1)]
        const kind = id ? roll(5) : 0
        if (kind <= 1) {
          const fields = { ...text, tags: some(), published: roll(3) > 0 }
          mine.push((await answers(as(client.post('/posts').json(fields)), 201)).body().id)
        } else if (kind === 2) await as(client.patch(`/posts/${id}`).json({ tags: some() }))
        else if (kind === 3) {
          await as(client.patch(`/posts/${id}`).json({ published: roll(2) > 0 }))
        } else {
          await as(client.delete(`/posts/${id}`))
          mine.splice(mine.indexOf(id), 1)
        }
      }
    })
    await Promise.all(work)
    await assertTagsCounted(assert)
    await runJobs()
    await assertTagsCounted(assert)
  })

  test('that many posts share make no writer wait for another', async ({ client, assert }) => {
    const [author, other] = await UserFactory.createMany(2)
    const tags = ['lamps', 'city']
    const first = await write(client, author, { tags })
    const second = await write(client, other, { tags })
    await assertTagsCounted(assert)
    const holder = await db.transaction()
    try {
      await holder
        .from('posts')
        .where('id', first.id)
        .update({ tags: ['lamps'] })
      await holder.rawQuery(
        `insert into posts (user_id, title, content, tags, published_at)
         values (?, 'Open', 'Text', '{lamps,city}', now())`,
        [author.id]
      )
      await write(client, other, { tags })
      const change = client
        .patch(`/posts/${second.id}`)
        .loginAs(other)
        .json({ tags: ['city'] })
      await answers(change, 200)
      await foldTagCounts()
      assert.deepEqual(await tagCounts(), { city: 3, lamps: 2 })
    } finally {
      await holder.commit()
    }
    await assertTagsCounted(assert)
    assert.deepEqual(await tagCounts(), { city: 3, lamps: 3 })
  })

  test('that many statements use for the first time wait for nothing in a ring', async ({
    client,
    assert,
  }) => {
    const authors = await UserFactory.createMany(8)
    for (let round = 0; round < 5; round++) {
      const names = Array.from({ length: 20 }, (_, n) => `round ${round} ${n}`)
      const received = await Promise.all(
        authors.map((author, index) => {
          const tags = index % 2 ? names : [...names].reverse()
          const request = client
            .post('/posts')
            .loginAs(author)
            .json({ ...text, tags })
          // A key makes it a transaction of its own, which shares no statement.
          return index % 3 ? request : request.header('Idempotency-Key', `r${round}-${index}`)
        })
      )
      assert.deepEqual(
        received.map((response) => response.status()),
        Array(8).fill(201)
      )
    }
    await assertTagsCounted(assert)
    assert.deepEqual([...new Set(Object.values(await tagCounts()))], [8])
  })
})
