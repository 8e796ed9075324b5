import { readFileSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { origin } from '#tests/support/server'

const page = readFileSync(app.makePath('docs/content.md'), 'utf8')

test.group('docs/content.md', (group) => {
  group.each.setup(emptyDatabase)

  test('reads all posts of a site with its script, page by page', async ({ assert }) => {
    const { id: userId } = await UserFactory.create()
    const posts = await PostFactory.merge({ userId }).createMany(7)
    const [, script] = /```js\n([\s\S]*?)```/.exec(page)!
    const local = script.replace('https://plaza.example', origin).replace('limit=100', 'limit=3')
    assert.include(local, 'limit=3')
    const { posts: read } = await import(
      `data:text/javascript,${encodeURIComponent(`export ${local}`)}`
    )
    const found: { id: number; html: string; data: null; translations: object[] }[] = []
    for await (const post of read()) found.push(post)
    assert.deepEqual(
      found.map(({ id }) => id),
      posts.map(({ id }) => id).reverse()
    )
    for (const post of found) assert.containSubset(post, { data: null, translations: [] })
    assert.isString(found[0].html)
  })
})
