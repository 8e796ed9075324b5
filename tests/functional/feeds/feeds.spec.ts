import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf, textOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { formats, idsOf } from '#tests/support/feeds'
import { runJobs } from '#tests/support/jobs'
import { plainPicture, uploaded } from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { act, people } from '#tests/support/staff'

const write = (client: ApiClient, author: User, fields: object) =>
  bodyOf(
    answers(
      client
        .post('/posts')
        .loginAs(author)
        .json({ title: 'On squares', content: 'Come in.', ...fields }),
      201
    )
  )

test.group('GET /feed.json, /feed.atom and /feed.rss', (group) => {
  group.each.setup(emptyDatabase)

  test('show a post as readers of feeds know it: {path}')
    .with(formats)
    .run(async ({ assert, cleanup, client }, { path, type, read, faults }) => {
      cleanup(setting('site.links.post', 'https://site.example/{language}/{type}/{slug}'))
      cleanup(setting('site.links.tag', 'https://site.example/tags/{slug}'))
      const author = await UserFactory.merge({ displayName: 'Ada & <Co>' }).create()
      const post = await write(client, author, {
        title: 'A < B & "C"',
        content: '# Hello\n\n*Come* & [see](https://example.org/?a=1&b=2)',
        content_format: 'markdown',
        excerpt: 'Come & see',
        language: 'de',
        tags: ['City Life', 'lamps'],
        canonical_url: 'https://example.org/a?b&c',
      })

      const answer = await answers(client.get(path), 200)
      assert.equal(answer.header('content-type'), `${type}; charset=utf-8`)
      assert.deepEqual(await faults(answer.text()), [])
      const feed = read(answer.text())
      const api = feed.self.slice(0, -path.length)
      const { html } = await bodyOf(client.get(`/posts/${post.id}?include=html`))
      assert.include(html, '<em>Come</em>')
      assert.deepEqual(feed, {
        title: 'Plaza',
        home: api,
        self: `${api}${path}`,
        next: undefined,
        entries: [
          {
            id: `${api}/posts/${post.id}`,
            url: `https://site.example/de/post/${post.slug}`,
            title: post.title,
            summary: 'Come & see',
            html,
            language: 'de',
            author: 'Ada & <Co>',
            tags: ['city-life', 'lamps'],
            published: Math.floor(Date.parse(post.published_at) / 1000) * 1000,
          },
        ].map((entry) =>
          path === '/feed.rss' ? entry : { ...entry, published: Date.parse(post.published_at) }
        ),
      })
    })

  test('show the cover of a post once its copies are made: {path}')
    .with(formats)
    .run(async ({ assert, client }, { path, faults, picture }) => {
      const [author] = await people('author')
      const file = await uploaded(client, author, await plainPicture(400, 300).png().toBuffer())
      await write(client, author, { cover_id: file.id })
      assert.isUndefined(picture(await textOf(client.get(path))))
      await runJobs()
      const { url } = await bodyOf(client.get(`/media/${file.id}`).loginAs(author))
      const read = () => textOf(client.get(path))
      await eventually(async () => picture(await read()) === url, { what: 'the feed is read anew' })
      assert.deepEqual(await faults(await read()), [])
    })

  test('are valid without posts, and with one whose author was erased: {path}')
    .with(formats)
    .run(async ({ assert, client }, { path, read, faults }) => {
      const empty = await textOf(client.get(path))
      assert.deepEqual(await faults(empty), [])
      assert.isEmpty(read(empty).entries)
      assert.deepEqual(JSON.parse(await textOf(client.get('/feed.json'))).items, [])

      const { id } = await PostFactory.create()
      await db.from('posts').where('id', id).update({ user_id: null })
      const feed = await textOf(client.get(`${path}?language=en`))
      assert.deepEqual(await faults(feed), [])
      assert.isUndefined(read(feed).entries[0].author)
    })

  test('keep texts that other writers of XML break at: {path}')
    .with(formats)
    .run(async ({ assert, client }, { path, read, faults }) => {
      const hostile = [
        'a ]]> b <![CDATA[ c ]]]]><![CDATA[> d',
        'a \u0001\u0008\u001B\uFFFE\uFFFF b',
        '\u202E\u2066drow\u202C \u200F\u05D0\u200E',
        '&amp; &#0; &nbsp; &lt;script&gt; <!-- -- -->',
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>&b;',
        '👩‍👩‍👧 \u{1F3F4}\u{E0067}\u{E007F} \u{1FFFF} 한국어',
        `'"${'<&>'.repeat(60)}`,
      ]
      // The API refuses some of these titles. An import, or the database itself, might not.
      const { id: userId } = await UserFactory.create()
      const long = '<b>]]>&\u0002\u000B\u000C'.repeat(6000).slice(0, 50_000)
      const posts = hostile.map((title) => ({ title, content: `Text ${title}`, userId }))
      posts.push({ title: 'Long', content: long, userId })
      await PostFactory.merge(posts).createMany(posts.length)

      const text = await textOf(client.get(path))
      assert.deepEqual(await faults(text), [])
      const { entries } = read(text)
      // eslint-disable-next-line no-control-regex -- XML can not hold these characters
      const kept = (title: string) => title.replace(/[\u0001\u0008\u001B\uFFFE\uFFFF]/g, '')
      assert.sameMembers(
        entries.map(({ title }) => title),
        ['Long', ...hostile.map(kept)]
      )
      const longest = Math.max(...entries.map(({ html }) => html.length))
      assert.isAbove(longest, 40_000)
    })

  test('answer 304 to a reader that knows the feed, and HEAD with the same head: {path}')
    .with(formats)
    .run(async ({ assert, client }, { path }) => {
      const author = await UserFactory.create()
      const { id } = await write(client, author, {})
      // From a controller, from below the framework, and from memory.
      for (let round = 0; round < 3; round++) {
        const first = await answers(client.get(path), 200)
        const etag = first.header('etag')!
        const again = await answers(client.get(path).header('If-None-Match', etag), 304)
        assert.equal(again.header('etag'), etag)
        const head = await answers(client.head(path), 200)
        for (const name of ['etag', 'content-type', 'content-length', 'vary']) {
          assert.equal(head.header(name), first.header(name), name)
        }
        await answers(client.get(path).header('If-None-Match', etag).loginAs(author), 304)
        await client
          .patch(`/posts/${id}`)
          .loginAs(author)
          .json({ title: `Title ${round}` })
        await answers(client.get(path).header('If-None-Match', etag), 200)
      }
    })

  test('are narrowed by tag, author, type, language and collection')
    .with(formats)
    .run(async ({ assert, client }, { path, read, faults }) => {
      const [admin, ada, grace] = await people('admin', 'author', 'author')
      for (const [name, listed] of [
        ['event', true],
        ['page', false],
      ] as const) {
        await client.put(`/types/${name}`).loginAs(admin).json({ title: name, listed })
      }
      const a = await write(client, ada, { tags: ['city', 'lamps'] })
      const b = await write(client, ada, { tags: ['city'], language: 'de' })
      const c = await write(client, grace, { type: 'event', tags: ['lamps'] })
      const d = await write(client, grace, { type: 'page' })
      const e = await write(client, grace, {})
      await client.post('/collections').loginAs(admin).json({ title: 'Front page' })
      const order = [c.id, a.id, d.id, b.id]
      await client.put('/collections/front-page/posts').loginAs(admin).json(order)

      const cases: [string, number[]][] = [
        ['', [e.id, c.id, b.id, a.id]],
        ['?tag=lamps', [c.id, a.id]],
        ['?tag=city,lamps', [a.id]],
        ['?tag=city,-lamps', [b.id]],
        ['?tag=unknown', []],
        [`?author=@${ada.username}`, [b.id, a.id]],
        [`?author=${grace.id}`, [e.id, c.id]],
        ['?type=event', [c.id]],
        ['?type=page', [d.id]],
        ['?type=any', [e.id, d.id, c.id, b.id, a.id]],
        ['?language=de', [b.id]],
        ['?collection=front-page', [c.id, a.id, b.id]],
        ['?collection=front-page&type=any', [c.id, a.id, d.id, b.id]],
        ['?collection=front-page&tag=lamps&language=en', [c.id, a.id]],
        [`?collection=front-page&tag=-lamps&author=${ada.id}`, [b.id]],
        [`?tag=city&language=de&author=${ada.id}`, [b.id]],
      ]
      for (const [query, ids] of cases) {
        const text = await textOf(client.get(path + query))
        assert.deepEqual(idsOf(read(text)), ids, query)
        assert.deepEqual(await faults(text), [], query)
      }
      const titled = async (query: string) => read(await textOf(client.get(path + query))).title
      assert.equal(await titled('?collection=front-page&tag=city'), 'Plaza: Front page, #city')
      assertProblem(await client.get(`${path}?collection=none`), 404, 'not_found')
      assertProblem(await client.get(`${path}?author=@none`), 404, 'not_found')
      assertProblem(await client.get(`${path}?author=me`), 401, 'unauthenticated')
      assertProblem(await client.get(`${path}?cursor=x`), 422, 'validation_failed', [
        '/query/cursor',
      ])
    })

  test('have pages without gaps and doubles while posts are added: {path}')
    .with(formats)
    .run(async ({ assert, client }, { path, read, faults }) => {
      const author = await UserFactory.create()
      const posts = Array.from({ length: 45 }, (_, age) => ({
        userId: author.id,
        publishedAt: DateTime.now().minus({ minutes: Math.floor(age / 3) }),
      }))
      await PostFactory.merge(posts).createMany(posts.length)
      const all = (await db.from('posts').orderBy('listed_at', 'desc').orderBy('id', 'desc')).map(
        ({ id }) => id
      )
      const seen: number[] = []
      let pages = 0
      for (let next: string | undefined = path; next; pages++) {
        const answer = await answers(client.get(next), 200)
        assert.deepEqual(await faults(answer.text()), [])
        const feed = read(answer.text())
        assert.isTrue(feed.self.endsWith(next))
        seen.push(...idsOf(feed))
        next = feed.next?.slice(feed.self.indexOf(path))
        assert.equal(answer.header('link')!.includes('rel="next"'), next !== undefined)
        await write(client, author, {})
      }
      assert.deepEqual(seen, all)
      assert.equal(pages, 3)
    })

  test('never show drafts, scheduled, removed, trashed and deleted posts, to their author neither', async ({
    assert,
    client,
  }) => {
    const [moderator, author] = await people('moderator', 'author')
    const own = () => PostFactory.merge({ userId: author.id }).create()
    const [removed, trashed, deleted, seen] = await Promise.all([own(), own(), own(), own()])
    await act(client, moderator, 'post.remove', { on: removed })
    await client.delete(`/posts/${trashed.id}`).loginAs(author)
    await client.delete(`/posts/${deleted.id}?purge=true`).loginAs(author)
    await write(client, author, { published: false })
    const { id } = await write(client, author, { published: false })
    const at = DateTime.now().plus({ days: 1 }).toISO()
    await answers(client.put(`/posts/${id}/publication`).loginAs(author).json({ at }), 200)
    await client.patch(`/posts/${seen.id}/draft`).loginAs(author).json({ title: 'Next title' })

    for (const { path, read } of formats) {
      for (const query of ['', `?author=${author.id}`, '?type=any']) {
        for (const viewer of [null, author, moderator]) {
          const request = client.get(path + query)
          const { entries } = read(await textOf(viewer ? request.loginAs(viewer) : request))
          assert.deepEqual(
            entries.map(({ title }) => title),
            [seen.title]
          )
        }
      }
    }
  })

  test('show each change at once', async ({ assert, client }) => {
    const [editor, author] = await people('editor', 'author')
    const a = await write(client, author, { title: 'First', tags: ['city'] })
    const b = await write(client, author, { title: 'Second', tags: ['city'] })
    await client.post('/collections').loginAs(editor).json({ title: 'Front page' })
    const order = (...ids: number[]) =>
      answers(client.put('/collections/front-page/posts').loginAs(editor).json(ids), 200)
    await order(a.id, b.id)

    const paths = formats.flatMap(({ path, read }) =>
      ['', '?tag=city', '?collection=front-page', `?author=${author.id}`].map((query) => ({
        feed: path + query,
        read,
      }))
    )
    const all = () =>
      Promise.all(
        paths.map(async ({ feed, read }) => ({ feed, ...read(await textOf(client.get(feed))) }))
      )
    for (const { feed, entries } of await all()) assert.lengthOf(entries, 2, feed)

    await client.patch(`/posts/${a.id}`).loginAs(author).json({ title: 'Changed' })
    await client.patch('/users/me').loginAs(author).json({ display_name: 'Countess' })
    await order(b.id, a.id)
    for (const { feed, entries } of await all()) {
      const [titles, authors] = [
        entries.map(({ title }) => title),
        entries.map(({ author: name }) => name),
      ]
      assert.deepEqual(titles, ['Second', 'Changed'], feed)
      assert.deepEqual(authors, ['Countess', 'Countess'], feed)
    }

    await order(a.id, b.id)
    await client.patch('/collections/front-page').loginAs(editor).json({ title: 'Start' })
    const collected = (await all()).filter(({ feed }) => feed.includes('collection'))
    for (const { feed, title, entries } of collected) {
      assert.equal(title, 'Plaza: Start')
      assert.deepEqual(
        entries.map(({ title: one }) => one),
        ['Changed', 'Second'],
        feed
      )
    }

    await client.delete(`/posts/${b.id}`).loginAs(author)
    for (const { feed, entries } of await all()) assert.lengthOf(entries, 1, feed)
    await client.patch(`/posts/${a.id}`).loginAs(author).json({ tags: [] })
    const tagged = (await all()).filter(({ feed }) => feed.includes('tag='))
    for (const { feed, entries } of tagged) assert.isEmpty(entries, feed)
    await client.patch(`/posts/${a.id}`).loginAs(author).json({ published: false })
    for (const { feed, entries } of await all()) assert.isEmpty(entries, feed)
  })

  test('show at once what staff and jobs change about posts: {path}')
    .with(formats)
    .run(async ({ assert, client }, { path, read }) => {
      const [admin] = await people('admin')
      const author = await UserFactory.merge({ role: 'author' }).create()
      const setListed = async (listed: boolean) => {
        await client.put('/types/event').loginAs(admin).json({ title: 'Event', listed })
        await runJobs()
      }
      await setListed(true)
      const first = await write(client, author, { title: 'First', tags: ['city'] })
      await write(client, author, { type: 'event', title: 'Second', tags: ['city'] })
      const entries = async () => read(await textOf(client.get(path))).entries
      const titles = async () => (await entries()).map(({ title }) => title)
      assert.deepEqual(await titles(), ['Second', 'First'])

      await setListed(false)
      assert.deepEqual(await titles(), ['First'])
      await setListed(true)
      assert.deepEqual(await titles(), ['Second', 'First'])
      await answers(client.patch('/tags/city').loginAs(admin).json({ slug: 'town' }), 200)
      await runJobs()
      for (const { tags } of await entries()) assert.deepEqual(tags, ['town'])
      await act(client, admin, 'post.remove', { on: first })
      assert.deepEqual(await titles(), ['Second'])
      await act(client, admin, 'post.restore', { on: first })
      assert.deepEqual(await titles(), ['Second', 'First'])
      await answers(client.delete('/users/me').loginAs(author).json({ password }), 204)
      for (const { author: name } of await entries()) assert.isUndefined(name)
    })
})
