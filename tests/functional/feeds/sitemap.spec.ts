import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { answers, textOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { faultsOf } from '#tests/support/feeds'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'

const addressesIn = (xml: string) => [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url]) => url)

test.group('GET /sitemap.xml', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('site.sitemapIds', 3))
  group.each.setup(() => setting('site.links.post', 'https://site.example/{type}/{slug}?a&id={id}'))

  test('names each public post once, in parts of so many ids', async ({ assert, client }) => {
    const author = await UserFactory.create()
    const posts = await PostFactory.merge({ userId: author.id }).createMany(12)
    await PostFactory.apply('draft').merge({ userId: author.id }).create()
    // Parts without posts, and an id that nothing counts up to.
    await db.from('posts').whereBetween('id', [posts[4].id, posts[9].id]).delete()
    await db.rawQuery(
      `insert into posts (id, user_id, title, slug, content, published, published_at)
       overriding system value values (900000000000, ?, 'Far away', 'far-away', 'Text', true, now())`,
      [author.id]
    )

    const index = await answers(client.get('/sitemap.xml'), 200)
    assert.equal(index.header('content-type'), 'application/xml; charset=utf-8')
    assert.deepEqual(await faultsOf(index.text(), 'sitemap'), [])
    const parts = addressesIn(index.text())
    assert.isAtLeast(parts.length, 4)
    assert.isAtMost(parts.length, 6)

    const named: string[] = []
    for (const part of parts) {
      const answer = await answers(client.get(part.slice(part.indexOf('/sitemap.xml'))), 200)
      assert.deepEqual(await faultsOf(answer.text(), 'sitemap'), [])
      const addresses = addressesIn(answer.text())
      assert.isAtMost(addresses.length, 3)
      named.push(...addresses)
    }
    const rows = await db.from('posts').where('published', true).orderBy('id')
    assert.lengthOf(rows, 7)
    assert.deepEqual(
      named,
      rows.map(({ id, slug }) => `https://site.example/post/${slug}?a&amp;id=${id}`)
    )
    assertProblem(await client.get('/sitemap.xml?part=90000'), 404, 'not_found')
    assertProblem(await client.get('/sitemap.xml?part=0'), 422, 'validation_failed', [
      '/query/part',
    ])
  })

  test('shows a new post and a withdrawn one at once', async ({ assert, client }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const [part] = addressesIn(await textOf(client.get('/sitemap.xml')))
    const path = part.slice(part.indexOf('/sitemap.xml'))
    const before = await answers(client.get(path), 200)
    await answers(client.get(path).header('If-None-Match', before.header('etag')!), 304)

    await client.patch(`/posts/${post.id}`).loginAs(author).json({ published: false })
    assertProblem(await client.get(path), 404, 'not_found')
    assert.isEmpty(addressesIn(await textOf(client.get('/sitemap.xml'))))
    await client.patch(`/posts/${post.id}`).loginAs(author).json({ published: true })
    assert.lengthOf(addressesIn(await textOf(client.get(path))), 1)
  })
})

test.group('GET /robots.txt', () => {
  test('keeps robots out of staff routes, and names the sitemap', async ({ assert, client }) => {
    const answer = await answers(client.get('/robots.txt'), 200)
    assert.equal(answer.header('content-type'), 'text/plain; charset=utf-8')
    assert.match(
      answer.text(),
      /^User-agent: \*\nDisallow: \/admin\/\n\nSitemap: http:\/\/[^/]+\/sitemap\.xml\n$/
    )
  })
})
