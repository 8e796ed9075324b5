import type { ApiClient, ApiResponse } from '@japa/api-client'
import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { statusOf } from '#tests/support/answers'
import { assertCounted } from '#tests/support/counts'
import { emptyDatabase, row } from '#tests/support/database'
import { queriesOf } from '#tests/support/queries'
import { origin } from '#tests/support/server'
import { eventually } from '#tests/support/eventually'

/** A token, because a new session would wait for its user's lock. */
type Writer = User | string

const send = (client: ApiClient, path: string, writer: Writer, fields: object) => {
  const request = client.post(path).json(fields)
  return typeof writer === 'string' ? request.bearerToken(writer) : request.loginAs(writer)
}

const comment = (client: ApiClient, author: Writer, postId: number, content: string) =>
  send(client, '/comments', author, { post_id: postId, content })

const vote = (client: ApiClient, voter: Writer, postId: number, direction: number) =>
  send(client, '/votes', voter, { post_id: postId, vote_dir: direction })

const write = (client: ApiClient, author: Writer, fields: object) =>
  send(client, '/posts', author, fields)

/**
 * Sends simultaneous requests, and blocks their table until one statement writes some of them.
 *
 * @param unblocked runs then, before all are answered
 */
async function atOnce<Answer>(
  table: string,
  requests: () => PromiseLike<Answer>[],
  unblocked = async () => {}
) {
  let received: Answer[] = []
  await queriesOf(async (sent) => {
    const holder = await db.transaction()
    await holder.rawQuery('lock table ?? in share mode', [table])
    const answers = Promise.all(requests())
    await eventually(async () => sent.some((sql) => sql.includes('unnest'))).finally(() =>
      holder.rollback()
    )
    await unblocked()
    received = await answers
  })
  return received
}

interface BesideLock {
  table: string
  locked: { table: string; id: number }
  /** Sends what needs the locked row. */
  late: () => PromiseLike<ApiResponse>[]
  others: () => PromiseLike<ApiResponse>[]
  areOthersWritten: () => Promise<boolean>
}

/**
 * Sends writes in one batch, some of which need a locked row. The row is free as soon as these wait and
 * the others are written, since PostgreSQL ends a statement that waits for seconds.
 */
async function besideLock({ table, locked, late, others, areOthersWritten }: BesideLock) {
  const holder = await db.transaction()
  await holder.from(locked.table).where('id', locked.id).forUpdate()
  let isHeld = true
  let waiting: Promise<{ status: number; isHeld: boolean }>[] = []
  const sendAll = () => {
    const sent = others().map(async (request) => request)
    waiting = late().map(async (request) => ({ status: await statusOf(request), isHeld }))
    return sent
  }
  try {
    await atOnce(table, sendAll, async () => {
      await eventually(
        async () => (await areOthersWritten()) && (await waitForRows()) === waiting.length
      )
      isHeld = false
      await holder.rollback()
    })
  } finally {
    if (!holder.isCompleted) await holder.rollback()
  }
  return Promise.all(waiting)
}

/** The number of statements that wait for a locked row. */
async function waitForRows(): Promise<number> {
  const { rows } = await db.rawQuery(
    `select count(*)::int as total from pg_stat_activity
     where datname = current_database() and wait_event in ('transactionid', 'tuple')`
  )
  return rows[0].total
}

const late = { status: 201, isHeld: false }

/** Keeps an expected error out of the test output. @returns a function that undoes it */
function silently() {
  const { level } = logger
  logger.level = 'silent'
  return () => {
    logger.level = level
  }
}

/** Waits until PostgreSQL runs the slow one. */
const untilAsleep = () =>
  eventually(async () => {
    const asleep = await db.from('pg_stat_activity').where('wait_event', 'PgSleep')
    return asleep.length > 0
  })

test.group('Comments written at the same time', (group) => {
  group.each.setup(emptyDatabase)

  test('get their own answers', async ({ client, assert }) => {
    const posts = await PostFactory.createMany(3)
    const authors = await UserFactory.createMany(4)
    const asked = Array.from({ length: 24 }, (_, index) => ({
      post: posts[index % 3],
      author: authors[index % 4],
      content: `Said {${index}},\tin\nlines, "quoted", \\escaped, NULL`,
    }))
    const received = await atOnce('comments', () =>
      asked.map(({ post, author, content }) => comment(client, author, post.id, content))
    )

    for (const [index, response] of received.entries()) {
      const { post, author, content } = asked[index]
      response.assertStatus(201)
      const { id } = response.body()
      assert.containSubset(response.body(), {
        content,
        post_id: post.id,
        author: { id: author.id, username: author.username },
      })
      const read = await client.get(response.header('location')!)
      assert.deepEqual(read.body(), response.body())
      assert.equal(read.header('etag'), response.header('etag'))
      const shown = await client.get(`/posts/${post.id}`)
      assert.deepInclude(shown.body().comments, response.body())
      assert.containSubset(await row('comments', { id }), { content, user_id: author.id })
    }
    assert.lengthOf(await db.from('comments'), 24)
    await assertCounted(assert)
  })

  test('are refused one by one', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const [open, closed, draft] = [
      await PostFactory.create(),
      await PostFactory.merge({ locked: true }).create(),
      await PostFactory.apply('draft').create(),
    ]
    const targets = [open.id, closed.id, draft.id, open.id + 1000, open.id, open.id]
    const received = await atOnce('comments', () =>
      targets.map((target) => comment(client, author, target, 'Well said'))
    )

    const statuses = received.map((response) => response.status())
    assert.deepEqual(statuses, [201, 403, 404, 404, 201, 201])
    assert.containSubset(await row('posts', { id: open.id }), { comments_count: 3 })
    await assertCounted(assert)
  })

  test('wait only for the lock of their own post', async ({ client, assert }) => {
    const author = await tokenOf(await UserFactory.create())
    const [open, held] = await PostFactory.createMany(2)
    const answered = await besideLock({
      table: 'comments',
      locked: { table: 'posts', id: held.id },
      late: () => [1, 2].map(() => comment(client, author, held.id, 'On the held one')),
      others: () =>
        [1, 2, 3, 4, 5, 6].map(() => comment(client, author, open.id, 'On the open one')),
      areOthersWritten: async () => (await row('posts', { id: open.id })).comments_count === 6,
    })
    assert.deepEqual(answered, [late, late])
    await assertCounted(assert)
  })

  test('are written even if PostgreSQL refuses one of them', async ({ assert, cleanup }) => {
    const [post, author] = [await PostFactory.create(), await UserFactory.create()]
    await db.rawQuery(`alter table comments add constraint no_odd_one check (content <> 'odd')`)
    cleanup(async () => {
      await db.rawQuery('alter table comments drop constraint no_odd_one')
    })
    cleanup(silently())
    const headers = {
      'Authorization': `Bearer ${await tokenOf(author)}`,
      'Content-Type': 'application/json',
    }
    // Bypasses the test client, because the document has no 500.
    const say = (content: string) => {
      const body = JSON.stringify({ post_id: post.id, content })
      return fetch(`${origin}/comments`, { method: 'POST', headers, body })
    }
    const contents = ['even', 'even', 'odd', 'even', 'even']
    const received = await atOnce('comments', () => contents.map(say))

    const statuses = received.map(({ status }) => status)
    assert.deepEqual(statuses, [201, 201, 500, 201, 201])
    assert.containSubset(await row('posts', { id: post.id }), { comments_count: 4 })
  })

  test('do not wait for a slow one', async ({ client, assert, cleanup }) => {
    const [post, other, author] = [
      await PostFactory.create(),
      await PostFactory.create(),
      await UserFactory.create(),
    ]
    await db.rawQuery(`
      create function be_slow() returns trigger language plpgsql as $$
      begin
        if new.content = 'slow' then perform pg_sleep(1.5); end if;
        return new;
      end $$;
      create trigger be_slow before insert on comments for each row execute function be_slow()`)
    cleanup(async () => {
      await db.rawQuery('drop function be_slow cascade')
    })
    const order: string[] = []
    const say = async (postId: number, content: string) => {
      assert.equal(await statusOf(comment(client, author, postId, content)), 201)
      order.push(content)
    }
    const slow = say(post.id, 'slow')
    await untilAsleep()
    await Promise.all([say(other.id, 'quick'), slow])
    assert.deepEqual(order, ['quick', 'slow'])
  })
})

test.group('Posts written at the same time', (group) => {
  group.each.setup(emptyDatabase)

  test('get their own answers', async ({ client, assert }) => {
    const authors = await UserFactory.createMany(4)
    const asked = Array.from({ length: 24 }, (_, index) => ({
      title: `Number ${index}, {"odd"}`,
      content: `Text of number ${index}\nNULL`,
      published: index % 5 !== 0,
    }))
    const authorOf = (index: number) => authors[index % 4]
    const received = await atOnce('posts', () =>
      asked.map((fields, index) => write(client, authorOf(index), fields))
    )

    for (const [index, response] of received.entries()) {
      response.assertStatus(201)
      const author = authorOf(index)
      assert.containSubset(response.body(), {
        ...asked[index],
        user_id: author.id,
        author: { id: author.id, username: author.username },
      })
      const read = await client.get(response.header('location')!).loginAs(author)
      assert.deepEqual(read.body(), response.body())
      assert.equal(read.header('etag'), response.header('etag'))
    }
    assert.lengthOf(await db.from('posts'), 24)
    await assertCounted(assert)
  })

  test('wait only for the lock of their own author', async ({ client, assert }) => {
    const [held, free] = await UserFactory.createMany(2)
    const [heldToken, freeToken] = [await tokenOf(held), await tokenOf(free)]
    const fields = { title: 'A square', content: 'for everybody' }
    const answered = await besideLock({
      table: 'posts',
      locked: { table: 'users', id: held.id },
      late: () => [1, 2].map(() => write(client, heldToken, fields)),
      others: () => [1, 2, 3, 4, 5, 6].map(() => write(client, freeToken, fields)),
      areOthersWritten: async () => (await db.from('posts').where('user_id', free.id)).length === 6,
    })
    assert.deepEqual(answered, [late, late])
    await assertCounted(assert)
  })
})

test.group('Votes cast at the same time', (group) => {
  group.each.setup(emptyDatabase)

  test('count once each, and answer with all earlier votes', async ({ client, assert }) => {
    const [liked, disliked] = await PostFactory.createMany(2)
    const voters = await UserFactory.createMany(12)
    const received = await atOnce('votes', () =>
      voters.flatMap((voter) => [
        vote(client, voter, liked.id, 1),
        vote(client, voter, disliked.id, -1),
      ])
    )

    for (const [index, response] of received.entries()) {
      response.assertStatus(200)
      const told = response.body()
      const isLiked = index % 2 === 0
      assert.equal(told.post_id, isLiked ? liked.id : disliked.id)
      assert.equal(told.vote_dir, isLiked ? 1 : -1)
      assert.equal(told.votes_count, told.upvotes - told.downvotes)
      assert.equal(isLiked ? told.downvotes : told.upvotes, 0)
      assert.isAtLeast(Math.abs(told.votes_count), 1)
    }
    const most = Math.max(...received.map((response) => response.body().upvotes))
    assert.equal(most, 12)
    assert.containSubset(await row('posts', { id: liked.id }), { upvotes: 12, downvotes: 0 })
    assert.containSubset(await row('posts', { id: disliked.id }), { upvotes: 0, downvotes: 12 })
    await assertCounted(assert)
  })

  test('by one voter on one post leave a single vote, and change it', async ({
    client,
    assert,
  }) => {
    const [post, other] = await PostFactory.createMany(2)
    const [voter, somebody] = await UserFactory.createMany(2)
    await vote(client, voter, post.id, 1)
    const received = await atOnce('votes', () => [
      ...[-1, 1, -1, 1, -1, -1].map((direction) => vote(client, voter, post.id, direction)),
      vote(client, somebody, post.id, 1),
      vote(client, voter, other.id, -1),
    ])

    for (const response of received) response.assertStatus(200)
    assert.lengthOf(await db.from('votes').where({ post_id: post.id, user_id: voter.id }), 1)
    assert.lengthOf(await db.from('votes'), 3)
    await assertCounted(assert)
  })

  test('are refused one by one', async ({ client, assert }) => {
    const voter = await UserFactory.create()
    const [open, another, closed, draft] = [
      ...(await PostFactory.createMany(2)),
      await PostFactory.merge({ locked: true }).create(),
      await PostFactory.apply('draft').create(),
    ]
    const targets = [open.id, closed.id, draft.id, another.id + 1000, another.id]
    const received = await atOnce('votes', () =>
      targets.map((target) => vote(client, voter, target, 1))
    )

    const statuses = received.map((response) => response.status())
    assert.deepEqual(statuses, [200, 403, 404, 404, 200])
    await assertCounted(assert)
  })

  test('wait only for the lock of their own post', async ({ client, assert }) => {
    const [open, held] = await PostFactory.createMany(2)
    const users = await UserFactory.createMany(6)
    const voters = await Promise.all(users.map(tokenOf))
    const answered = await besideLock({
      table: 'votes',
      locked: { table: 'posts', id: held.id },
      late: () => voters.slice(0, 2).map((voter) => vote(client, voter, held.id, 1)),
      others: () => voters.map((voter) => vote(client, voter, open.id, 1)),
      areOthersWritten: async () => (await row('posts', { id: open.id })).upvotes === 6,
    })
    assert.deepEqual(answered, [
      { ...late, status: 200 },
      { ...late, status: 200 },
    ])
    await assertCounted(assert)
  })
})
