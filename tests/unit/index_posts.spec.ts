import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { indexPosts } from '#jobs/index_posts'
import { contentAttributes } from '#resources/revision'
import { listPosts } from '#queries/posts/list_posts'
import { siteAnalysis } from '#domain/search/site'
import { emptyDatabase, row } from '#tests/support/database'

const found = async (search: string) => (await listPosts({ search })).items.map(({ id }) => id)

test.group('Indexing posts in the background', (group) => {
  group.each.setup(emptyDatabase)

  test('indexes any number of posts from other writers, and keeps their times', async ({
    assert,
  }) => {
    await db.rawQuery(
      `insert into posts (title, content, published_at, updated_at)
       select 'Drum ' || n, 'Kettle “drum” ' || n, now(), '2026-01-02' from generate_series(1, 130) as n`
    )
    assert.isEmpty(await found('drums'))

    assert.equal(await indexPosts(), 130)
    assert.lengthOf(await found('drums'), 10)
    assert.lengthOf(await db.from('posts').where('updated_at', '2026-01-02'), 130)
    assert.equal(await indexPosts(), 0)
  })

  test('indexes a post of version {version} again')
    .with([{ version: 0 }, { version: 1 }, { version: 2_000_000_000 }])
    .run(async ({ assert }, { version }) => {
      const { id } = await PostFactory.merge({ title: 'A copper kettle' }).create()
      const stale = { search: '', search_version: version, hot: 0 }
      const { hot } = await row('posts', { id })
      await db.from('posts').where({ id }).update(stale)

      assert.equal(await indexPosts(), 1)
      assert.deepEqual(await found('copper kettles'), [id])
      const after = await row('posts', { id })
      assert.equal(after.search_version, siteAnalysis().version)
      assert.equal(after.hot, hot)
    })

  test('indexes a post that was edited outside the application', async ({ assert }) => {
    const { id } = await PostFactory.merge({ title: 'Granite' }).create()
    await db.from('posts').where({ id }).update({ title: 'Basalt' })

    assert.equal(await indexPosts(), 1)
    assert.deepEqual(await found('basalt'), [id])
    assert.isEmpty(await found('granite'))
  })

  test('leaves a locked post for the next run', async ({ assert }) => {
    const [held, free] = await PostFactory.merge([{ title: 'Held' }, { title: 'Free' }]).createMany(
      2
    )
    await db.from('posts').update({ search: '', search_version: 0 })

    await db.transaction(async (client) => {
      await client.from('posts').where('id', held.id).forUpdate()
      assert.equal(await indexPosts(), 1)
      assert.deepEqual(await found('free'), [free.id])
    })
    assert.equal(await indexPosts(), 1)
    assert.deepEqual(await found('held'), [held.id])
  })

  test('is not needed for posts that the application writes', async ({ assert }) => {
    const post = await PostFactory.create()
    const by = { editorId: post.userId!, contentAttributes }
    await post.edit({ title: 'Other words', content: 'And others' }, by)
    await post.lock()
    assert.equal(await indexPosts(), 0)
  })
})
