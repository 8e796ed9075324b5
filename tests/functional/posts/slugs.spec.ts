import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { indexPosts } from '#jobs/index_posts'
import Post from '#models/post'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'

const content = 'A square belongs to those who meet on it.'
const title = 'On squares'

test.group('The slug of a post', (group) => {
  group.each.setup(emptyDatabase)

  test('is {slug} for the title {title}')
    .with([
      { title: 'On owning your own square', slug: 'on-owning-your-own-square' },
      { title: 'Don’t panic & carry on!', slug: 'dont-panic-and-carry-on' },
      { title: 'iPhone 15 Pro', slug: 'iphone-15-pro' },
      { title: 'Привет, мир', slug: 'privet-mir' },
      { title: 'Ελληνικά', slug: 'ellinika' },
      { title: '图书馆里的灯', slug: 'tu-shu-guan-li-de-deng' },
      { title: '東京タワー', slug: 'dong-jing-tawa' },
      { title: '안녕하세요', slug: 'annyeonghaseyo' },
      { title: 'हिन्दी', slug: 'hindi' },
      { title: '🌻', slug: 'sunflower' },
      { title: '¡…!', slug: 'post' },
      { title: `${'word '.repeat(39)}end`, slug: 'word-'.repeat(16).slice(0, -1) },
      { title: 'x'.repeat(200), slug: 'x'.repeat(80) },
    ])
    .run(async ({ client, assert }, { title: given, slug }) => {
      const author = await UserFactory.create()
      const post = await bodyOf(
        client.post('/posts').loginAs(author).json({ title: given, content })
      )
      assert.equal(post.slug, slug)
    })

  test('of a German title has its umlauts as Germans write them', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const text = { title: 'Über den Fluß', content, language: 'de' }
    const post = await bodyOf(client.post('/posts').loginAs(author).json(text))
    assert.equal(post.slug, 'ueber-den-fluss')
  })

  test('gets the id where another post has it, in the same answer', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const write = () => bodyOf(client.post('/posts').loginAs(author).json({ title, content }))
    assert.equal((await write()).slug, 'on-squares')
    const { id, slug } = await write()
    assert.equal(slug, `on-squares-${id}`)
  })

  test('gets the id in a batch of equal titles too, and each slug is one post’s', async ({
    client,
    assert,
  }) => {
    const authors = await UserFactory.createMany(4)
    const written = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        bodyOf(
          client
            .post('/posts')
            .loginAs(authors[index % 4])
            .json({ title, content })
        )
      )
    )
    const slugs = written.map(({ slug }) => slug)
    assert.equal(new Set(slugs).size, 24)
    assert.include(slugs, 'on-squares')
    for (const { id, slug } of written) assert.include(['on-squares', `on-squares-${id}`], slug)
  })

  test('is the given one; one that is taken is 409', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const write = (slug: string) =>
      client.post('/posts').loginAs(author).json({ title, content, slug })
    assert.equal((await bodyOf(write('squares'))).slug, 'squares')
    assertProblem(await write('squares'), 409, 'slug_taken')

    const { id } = await bodyOf(write('circles'))
    const taken = await client.patch(`/posts/${id}`).loginAs(author).json({ slug: 'squares' })
    assertProblem(taken, 409, 'slug_taken')
    assert.equal((await row('posts', { id })).slug, 'circles')
  })

  test('of several posts that give one at once is that of one of them', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        client.post('/posts').loginAs(author).json({ title, content, slug: 'squares' })
      )
    )
    const statuses = answers.map((answer) => answer.status()).sort()
    assert.deepEqual(statuses, [201, ...Array.from({ length: 11 }, () => 409)])
  })

  test('can’t be {slug}')
    .with(
      [
        'Squares',
        'on squares',
        '-squares',
        'on--squares',
        'plätze',
        '../x',
        '',
        'x'.repeat(81),
      ].map((slug) => ({ slug }))
    )
    .run(async ({ client }, { slug }) => {
      const author = await UserFactory.create()
      const response = await client.post('/posts').loginAs(author).json({ title, content, slug })
      assertProblem(response, 422, 'validation_failed', ['/slug'])
    })

  test('of drafts may be alike; the first to be published has it', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const draft = { title, content, published: false }
    const write = (more = {}) =>
      bodyOf(
        client
          .post('/posts')
          .loginAs(author)
          .json({ ...draft, ...more })
      )
    const [first, second, given] = [
      await write(),
      await write(),
      await write({ slug: 'on-squares' }),
    ]
    assert.deepEqual([first.slug, second.slug, given.slug], Array(3).fill('on-squares'))

    const publish = (id: number) =>
      client.patch(`/posts/${id}`).loginAs(author).json({ published: true })
    assert.equal((await bodyOf(publish(second.id))).slug, 'on-squares')
    assert.equal((await bodyOf(publish(first.id))).slug, `on-squares-${first.id}`)
    assertProblem(await publish(given.id), 409, 'slug_taken')
    assert.isFalse((await row('posts', { id: given.id })).published)
  })

  test('is taken by a schedule, and free again when that is cancelled', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const write = (more = {}) =>
      client
        .post('/posts')
        .loginAs(author)
        .json({ title, content, published: false, ...more })
    const schedule = (id: number) =>
      client
        .put(`/posts/${id}/publication`)
        .loginAs(author)
        .json({ at: new Date(Date.now() + 3_600_000).toISOString() })
    const [made, other] = [await bodyOf(write()), await bodyOf(write())]
    const given = await bodyOf(write({ slug: 'on-squares' }))

    assert.equal((await bodyOf(schedule(made.id))).slug, 'on-squares')
    assert.equal((await bodyOf(schedule(other.id))).slug, `on-squares-${other.id}`)
    assertProblem(await schedule(given.id), 409, 'slug_taken')
    assertProblem(await write({ slug: 'on-squares', published: true }), 409, 'slug_taken')
    assertProblem(await client.get('/posts/slug/on-squares'), 404, 'not_found')

    const cancelled = await client.delete(`/posts/${made.id}/publication`).loginAs(author)
    cancelled.assertStatus(204)
    assert.equal((await bodyOf(schedule(given.id))).slug, 'on-squares')
  })

  test('that is old leads to its post until a scheduled one is out that took it', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const change = (id: number, changes: object) =>
      bodyOf(client.patch(`/posts/${id}`).loginAs(author).json(changes))
    const old = await PostFactory.merge({ title, userId: author.id }).create()
    await change(old.id, { slug: 'squares' })
    const next = await PostFactory.merge({ title, userId: author.id }).apply('draft').create()
    await db
      .from('posts')
      .where('id', next.id)
      .update({ publish_at: new Date(Date.now() + 3_600_000) })
    const moved = await client.get('/posts/slug/on-squares').redirects(0)
    assert.equal(moved.header('location'), '/posts/slug/squares')

    await change(next.id, { published: true })
    assert.equal((await bodyOf(client.get('/posts/slug/on-squares'))).id, next.id)
  })

  test('follows the title of a draft, and stays when the post is public', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const draft = { title, content, published: false }
    const { id } = await bodyOf(client.post('/posts').loginAs(author).json(draft))
    const change = (changes: object) =>
      bodyOf(client.patch(`/posts/${id}`).loginAs(author).json(changes))
    assert.equal((await change({ title: 'On circles' })).slug, 'on-circles')
    assert.equal((await change({ published: true, title: 'On lines' })).slug, 'on-lines')
    assert.equal((await change({ title: 'On points' })).slug, 'on-lines')
    assert.equal((await change({ slug: 'points' })).slug, 'points')
    assert.equal((await change({ slug: null })).slug, 'on-points')
  })

  test('of a post of before, or from SQL, is made in the background', async ({ assert }) => {
    await db.rawQuery(
      `insert into posts (title, content, published_at)
       select 'Drum', 'Kettle ' || n, now() from generate_series(1, 3) as n`
    )
    await indexPosts()
    const posts = await Post.query().orderBy('id')
    const slugs = posts.map(({ slug }) => slug)
    assert.sameMembers(slugs, ['drum', ...slugs.filter((slug) => slug !== 'drum')])
    assert.equal(new Set(slugs).size, 3)
    assert.deepEqual(
      posts.map(({ excerpt }) => excerpt),
      ['Kettle 1', 'Kettle 2', 'Kettle 3']
    )
  })
})

test.group('GET /posts/slug/{slug}', (group) => {
  group.each.setup(emptyDatabase)

  test('answers as the post does by its id', async ({ client, assert }) => {
    const post = await PostFactory.merge({ title }).create()
    const bySlug = await client.get('/posts/slug/on-squares')
    const byId = await client.get(`/posts/${post.id}`)
    bySlug.assertStatus(200)
    assert.equal(bySlug.text(), byId.text())
    assert.equal(bySlug.header('etag'), byId.header('etag'))

    const again = await client.get('/posts/slug/on-squares?type=post&fields=id')
    assert.deepEqual(again.body(), { id: post.id })
    assertProblem(await client.get('/posts/slug/on-squares?type=page'), 404, 'not_found')
    assertProblem(await client.get('/posts/slug/off-squares'), 404, 'not_found')
  })

  test('follows each change at once, from any cache', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ title, userId: author.id }).create()
    const change = (changes: object) =>
      client.patch(`/posts/${post.id}`).loginAs(author).json(changes)
    const read = (slug: string) => client.get(`/posts/slug/${slug}`).redirects(0)
    for (const once of [1, 2, 3]) assert.equal((await read('on-squares')).status(), 200, `${once}`)

    await change({ title: 'On circles' })
    assert.equal((await bodyOf(read('on-squares'))).title, 'On circles')

    await change({ slug: 'circles' })
    const moved = await read('on-squares')
    assertProblem(moved, 308, 'moved')
    moved.assertHeader('location', '/posts/slug/circles')
    assert.equal((await read('circles')).status(), 200)

    const other = await PostFactory.merge({ title }).create()
    assert.equal((await bodyOf(read('on-squares'))).id, other.id)

    await change({ published: false })
    assertProblem(await read('circles'), 404, 'not_found')
    const own = await read('circles').loginAs(author)
    own.assertStatus(200)
  })

  test('leads from an old slug with the same parameters, to those who may see the post', async ({
    client,
  }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ title, userId: author.id }).create()
    await client.patch(`/posts/${post.id}`).loginAs(author).json({ slug: 'circles' })
    const read = () => client.get('/posts/slug/on-squares?fields=id,title').redirects(0)
    const moved = await read()
    moved.assertStatus(308)
    moved.assertHeader('location', '/posts/slug/circles?fields=id%2Ctitle')

    await client.patch(`/posts/${post.id}`).loginAs(author).json({ published: false })
    assertProblem(await read(), 404, 'not_found')
    const own = await read().loginAs(author)
    own.assertStatus(308)
  })

  test('is 410 after the post is deleted for good, until another post takes the slug', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ title, userId: author.id }).create()
    await client.patch(`/posts/${post.id}`).loginAs(author).json({ slug: 'circles' })
    await Post.findOrFail(post.id).then((found) => found.hide())
    for (const slug of ['on-squares', 'circles']) {
      assertProblem(await client.get(`/posts/slug/${slug}`), 410, 'gone')
    }
    await db.from('posts').where({ id: post.id }).delete()
    for (const slug of ['on-squares', 'circles']) {
      assertProblem(await client.get(`/posts/slug/${slug}`), 410, 'gone')
    }
    const next = await PostFactory.merge({ title, userId: author.id }).create()
    assert.equal((await bodyOf(client.get('/posts/slug/on-squares'))).id, next.id)
  })

  test('tells nothing of a draft, deleted or not', async ({ client }) => {
    const author = await UserFactory.create()
    const draft = await PostFactory.merge({ title, userId: author.id }).apply('draft').create()
    assertProblem(await client.get('/posts/slug/on-squares'), 404, 'not_found')
    await draft.hide()
    assertProblem(await client.get('/posts/slug/on-squares'), 404, 'not_found')
  })

  test('that is {name} is refused in a URL')
    .with([
      { name: 'no text', slug: '%00' },
      { name: 'text around a NUL', slug: 'on%00squares' },
      { name: 'over 200 characters long', slug: 'x'.repeat(201) },
    ])
    .run(async ({ client }, { slug }) => {
      assertProblem(await client.get(`/posts/slug/${slug}`), 422, 'validation_failed', [
        '/path/slug',
      ])
    })
})
