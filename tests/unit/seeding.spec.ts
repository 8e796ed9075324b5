import Type from '#models/type'
import { unfitPosts } from '#queries/types/unfit_posts'
import { createHash } from 'node:crypto'
import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import RebuildCounters from '#actions/counters/rebuild_counters'
import SeedPlaza, { type SeedPlazaInput, type SeedProgress } from '#database/seeding/seed_plaza'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import ValidationException from '#exceptions/validation_exception'
import { cachedFirstPage } from '#queries/posts/cached_posts'
import { listPosts } from '#queries/posts/list_posts'
import { listRevisions } from '#queries/posts/revisions'
import { counted, stored, tables } from '#tests/support/counts'
import { emptyDatabase } from '#tests/support/database'

const small = { users: 20, posts: 60, comments: 300, votes: 700 }
const now = new Date('2026-11-22T00:00:00Z')

const seed = (input: Partial<SeedPlazaInput> = {}) =>
  new SeedPlaza().handle({ ...small, seed: 'spring', password: 'a plain password', now, ...input })

const totals = async () => {
  const { rows } = await db.rawQuery(
    `select (select count(*) from users) as users, (select count(*) from posts) as posts,
       (select count(*) from comments) as comments, (select count(*) from votes) as votes`
  )
  return rows[0]
}

/** All content of the seed, without the ids, the slugs that end with one, and the salts, which differ from run to run. */
async function digest() {
  const { rows } = await db.rawQuery(`
    with numbered as (select *, row_number() over (order by id) as number from comments)
    select jsonb_build_object(
      'users', (select jsonb_agg(to_jsonb(users) - 'id' - 'password' order by id) from users),
      'posts', (select jsonb_agg(to_jsonb(posts) - 'id' - 'user_id' - 'slug' || jsonb_build_object('by', username)
        order by posts.id) from posts join users on users.id = posts.user_id),
      'comments', (select jsonb_agg(jsonb_build_array(title, username, reply.content, parent.number,
          reply.depth, reply.created_at) order by reply.id)
        from numbered as reply join posts on posts.id = reply.post_id
        join users on users.id = reply.user_id left join numbered as parent on parent.id = reply.parent_id),
      'votes', (select jsonb_agg(jsonb_build_array(title, username, value, votes.created_at)
        order by post_id, votes.user_id)
        from votes join posts on posts.id = post_id join users on users.id = votes.user_id),
      'revisions', (select jsonb_agg(jsonb_build_array(posts.title, number, members ->> 'content')
        order by post_id, number) from post_revisions join posts on posts.id = post_id)
    )::text as all
  `)
  return createHash('sha256').update(rows[0].all).digest('hex')
}

test.group('A seeded plaza', (group) => {
  group.each.setup(emptyDatabase)
  group.teardown(emptyDatabase)

  test('has the requested rows, and correct counters', async ({ assert }) => {
    assert.deepEqual(await seed(), small)
    assert.deepEqual(await totals(), small)
    for (const table of tables) assert.deepEqual(await stored(table), await counted(table), table)
    assert.deepEqual(await new RebuildCounters().handle(), {
      users: 0,
      posts: 0,
      tags: 0,
      comments: 0,
    })
  })

  test('is the same for the same seed, and different for another', async ({ assert }) => {
    await seed()
    const first = await digest()
    await emptyDatabase()
    await seed()
    assert.equal(await digest(), first)

    await emptyDatabase()
    await seed({ seed: 'autumn' })
    assert.notEqual(await digest(), first)
  })

  test('has events that fit their type', async ({ assert }) => {
    await seed({ users: 20, posts: 200, comments: 100, votes: 200 })
    const events = await db.from('posts').where({ type: 'event', unlisted: false })
    assert.isNotEmpty(events)
    const type = await Type.findByOrFail('name', 'event')
    assert.equal((await unfitPosts('event', type.schema, db.connection())).total, 0)
    assert.lengthOf(await db.from('post_values'), 2 * events.length)
  })

  test('has tags that several posts share, and posts without any', async ({ assert }) => {
    await seed({ users: 20, posts: 200, comments: 100, votes: 200 })
    const { rows } = await db.rawQuery(
      `select (select count(*) from tags where posts_count > 1) as shared,
         (select max(posts_count) from tags) as most,
         (select count(*) from posts where cardinality(tags) = 0) as untagged,
         (select max(cardinality(tags)) from posts) as widest`
    )
    const [{ shared, most, untagged, widest }] = rows
    assert.isAbove(shared, 5)
    assert.isTrue(most > 10 && most < 150, `${most} posts of one tag`)
    assert.isTrue(untagged > 0 && untagged < 150, `${untagged} posts without a tag`)
    assert.isTrue(widest > 1 && widest <= 20, `${widest} tags of one post`)
  })

  test('has posts that were edited, with the texts of before', async ({ assert }) => {
    await seed({ users: 20, posts: 200, comments: 100, votes: 200 })
    const edited = await db.from('posts').where('revision', '>', 1).orderBy('id')
    assert.isAbove(edited.length, 20)
    for (const { id, revision, content, created_at: written, ...post } of edited) {
      const kept = await db.from('post_revisions').where('post_id', id).orderBy('number')
      assert.lengthOf(kept, revision - 1)
      assert.deepEqual(kept[0].created_at, written)
      assert.deepEqual(post.updated_at, post.edited_at)
      assert.isTrue(post.edited_at <= now)
      for (const { members, created_at: at, editor_id: editor } of kept) {
        assert.isTrue(at < post.edited_at && content.startsWith(members.content))
        assert.isBelow(members.content.length, content.length)
        assert.equal(editor, post.user_id)
      }
      const { body } = await listRevisions(id, {})
      assert.lengthOf(JSON.parse(body), revision)
    }
  })

  test('is realistic: drafts, downvotes, threads, a few popular posts', async ({ assert }) => {
    await seed({ users: 100, posts: 200, comments: 2000, votes: 4000 })
    const { rows } = await db.rawQuery(`
      select (select count(*) from posts where not published) as drafts,
        (select count(*) from votes where value = -1) as downvotes,
        (select max(depth) from comments) as deepest,
        (select count(*) from comments where depth > 0) as replies,
        (select sum(upvotes + downvotes) from
          (select * from posts order by upvotes + downvotes desc limit 20) as popular) as popular,
        (select count(distinct title) from posts) as titles
    `)
    const [{ drafts, downvotes, deepest, replies, popular, titles }] = rows
    assert.equal(drafts, 8)
    assert.isTrue(downvotes > 100 && downvotes < 1000, `${downvotes} downvotes`)
    assert.isTrue(deepest > 2 && deepest <= 8, `${deepest} deep`)
    assert.isTrue(replies > 500 && replies < 1500, `${replies} replies`)
    assert.isAbove(Number(popular), 4000 / 4)
    assert.isAbove(titles, 150)
    assert.isAbove((await listPosts({ search: 'tomatoes' })).items.length, 3)
  })

  test('has a history in a possible order', async ({ assert }) => {
    await seed()
    const { rows } = await db.rawQuery(
      `
      select 'post before its author' as wrong from posts join users on users.id = posts.user_id
        where posts.created_at < users.created_at
      union all select 'comment before its author' from comments join users on users.id = user_id
        where comments.created_at < users.created_at
      union all select 'comment before its post' from comments join posts on posts.id = post_id
        where comments.created_at < posts.created_at or not published
      union all select 'reply before its comment' from comments
        join comments as parents on parents.id = comments.parent_id
        where comments.created_at < parents.created_at
      union all select 'vote too early' from votes join posts on posts.id = post_id
        join users on users.id = votes.user_id
        where votes.created_at < greatest(posts.created_at, users.created_at) or not published
      union all select 'id out of order' from
        (select created_at < lag(created_at) over (order by id) as wrong from posts) as s where wrong
      union all select 'in the future' from votes where created_at > :now
      union all select 'in the future' from comments where created_at > :now`,
      { now }
    )
    assert.isEmpty(rows)
  })

  test('adds to existing rows, and never repeats a name', async ({ assert }) => {
    await UserFactory.merge({ username: 'Passer_By', email: 'passer@example.org' }).create()
    const mine = await PostFactory.create()
    const before = await db.from('posts').where('id', mine.id).firstOrFail()
    await seed()
    await UserFactory.merge({ email: 'held@example.org' }).create()
    const { username } = await db.from('users').orderBy('id', 'desc').offset(1).firstOrFail()
    await db.from('users').where({ username }).update({ username: username.toUpperCase() })

    await seed()
    const { users, posts } = await totals()
    assert.deepEqual({ users, posts }, { users: 2 * small.users + 3, posts: 2 * small.posts + 1 })
    assert.deepEqual(await db.from('posts').where('id', mine.id).firstOrFail(), before)
    for (const table of tables) assert.deepEqual(await stored(table), await counted(table), table)
  })

  test('has more users than names', async ({ assert }) => {
    await seed({ users: 6000, posts: 0, comments: 0, votes: 0 })
    assert.lengthOf(await db.from('users').whereLike('username', '%2').limit(10), 10)
  })

  test('may have a vote of every user on every post', async ({ assert }) => {
    await seed({ users: 10, posts: 50, comments: 0, votes: 10 * 48 })
    assert.lengthOf(await db.from('posts').whereRaw('upvotes + downvotes = 10'), 48)
  })

  test('has users that can sign in', async ({ assert }) => {
    await seed()
    const { password } = await db.from('users').firstOrFail()
    assert.isTrue(await hash.verify(password, 'a plain password'))
  })

  test('replaces a cached empty page at once', async ({ assert }) => {
    assert.isEmpty((await cachedFirstPage({})).items)
    await seed()
    assert.lengthOf((await cachedFirstPage({})).items, 10)
  })

  test('reports its progress', async ({ assert }) => {
    const heard: SeedProgress[] = []
    await seed({ users: 220, votes: 12_000, onProgress: (progress) => heard.push(progress) })
    assert.deepEqual(heard, [
      { table: 'users', done: 220, total: 220 },
      { table: 'posts', done: 60, total: 60 },
      { table: 'votes', done: 10_000, total: 12_000 },
      { table: 'votes', done: 12_000, total: 12_000 },
      { table: 'comments', done: 300, total: 300 },
    ])
  })

  test('leaves no rows when it is stopped', async ({ assert }) => {
    const stop = new AbortController()
    const onProgress = ({ table }: SeedProgress) => table === 'comments' && stop.abort()
    await assert.rejects(() => seed({ signal: stop.signal, onProgress }), /aborted/)
    assert.deepEqual(await totals(), { users: 0, posts: 0, comments: 0, votes: 0 })
  })

  test('is refused with {what}')
    .with([
      {
        what: 'a negative count',
        input: { users: -1 },
        detail: 'users needs a whole number from 0 to 1000000.',
      },
      {
        what: 'half a post',
        input: { posts: 0.5, votes: 0 },
        detail: 'posts needs a whole number from 0 to 1000000.',
      },
      {
        what: 'posts of nobody',
        input: { users: 0, comments: 0, votes: 0 },
        detail: 'posts needs users to write them.',
      },
      {
        what: 'comments on nothing',
        input: { posts: 0, votes: 0 },
        detail: 'comments needs users to write them and posts to stand under.',
      },
      {
        what: 'more votes than users can give',
        input: { votes: 1161 },
        detail: 'votes takes 1160 at most: one of each user on each published post (58 of 60).',
      },
    ])
    .run(async ({ assert }, { input, detail }) => {
      const refused = await seed(input).catch((error) => error)
      assert.instanceOf(refused, ValidationException)
      assert.equal(refused.message, detail)
    })
})
