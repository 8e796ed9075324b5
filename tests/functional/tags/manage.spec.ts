import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'
import { assertTagsCounted, tagCounts } from '#tests/support/tags'

const write = async (client: ApiClient, author: User, tags: string[], fields: object = {}) => {
  const body = { title: 'A', content: 'B', tags, ...fields }
  return (await answers(client.post('/posts').loginAs(author).json(body), 201)).body()
}

const create = (client: ApiClient, editor: User, fields: object) =>
  client.post('/tags').loginAs(editor).json(fields)
const change = (client: ApiClient, editor: User, slug: string, fields: object) =>
  client.patch(`/tags/${slug}`).loginAs(editor).json(fields)
const remove = (client: ApiClient, editor: User, slug: string, query = {}) =>
  client.delete(`/tags/${slug}`).loginAs(editor).qs(query)

const actions = async () =>
  (await db.from('audit_entries').orderBy('id')).map(({ action }) => action)

const slugsOf = (listed: { slug: string }[]) => listed.map(({ slug }) => slug)

test.group('GET /tags', (group) => {
  group.each.setup(emptyDatabase)

  test('lists tags by name or by their posts, page by page, and by the beginning of a name', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    await write(client, author, ['Beta', 'alpha'])
    await write(client, author, ['beta', 'Al Fresco'])
    await assertTagsCounted(assert)
    const list = async (query: object) => slugsOf(await bodyOf(client.get('/tags').qs(query)))

    assert.deepEqual(await list({}), ['al-fresco', 'alpha', 'beta'])
    assert.deepEqual((await list({ sort: 'popular' }))[0], 'beta')
    assert.deepEqual(await list({ search: 'AL' }), ['al-fresco', 'alpha'])
    assert.deepEqual(await list({ search: '%' }).catch(() => []), [])
    const first = await client.get('/tags').qs({ limit: 2 })
    const [, next] = /<([^>]+)>; rel="next"/.exec(first.header('link')!)!
    assert.deepEqual(slugsOf(await bodyOf(client.get(next))), ['beta'])
    assert.deepEqual(await bodyOf(client.get('/tags/Beta')), {
      slug: 'beta',
      name: 'Beta',
      description: null,
      posts_count: 2,
    })
  })

  test('shows a tag of drafts only to users who manage tags', async ({ client, assert }) => {
    const [author, editor] = await people('member', 'editor')
    await write(client, author, ['secret'], { published: false })
    await assertTagsCounted(assert)
    for (const viewer of [null, author]) {
      const asked = (path: string) => (viewer ? client.get(path).loginAs(viewer) : client.get(path))
      assert.deepEqual(await bodyOf(asked('/tags')), [])
      assertProblem(await asked('/tags/secret'), 404, 'not_found')
    }
    assert.deepEqual(slugsOf(await bodyOf(client.get('/tags').loginAs(editor))), ['secret'])
    assert.equal(await statusOf(client.get('/tags/secret').loginAs(editor)), 200)
  })
})

test.group('Managing tags', (group) => {
  group.each.setup(emptyDatabase)
  group.each.timeout(60_000)

  test('needs the permission', async ({ client }) => {
    const [member, editor] = await people('member', 'editor')
    await answers(create(client, editor, { name: 'Lamps' }), 201)
    assertProblem(await create(client, member, { name: 'A' }), 403, 'forbidden')
    assertProblem(await change(client, member, 'lamps', { name: 'A' }), 403, 'forbidden')
    assertProblem(await remove(client, member, 'lamps'), 403, 'forbidden')
  })

  test('makes, describes and deletes a tag, with an entry for each change', async ({
    client,
    assert,
  }) => {
    const [author, editor] = await people('member', 'editor')
    const created = await answers(create(client, editor, { name: 'Lamps', reason: 'Good' }), 201)
    assert.equal(created.header('location'), '/tags/lamps')
    assertProblem(await create(client, editor, { name: 'lamps' }), 409, 'conflict')
    const described = await answers(change(client, editor, 'lamps', { description: 'Light' }), 200)
    assert.containSubset(described.body(), { slug: 'lamps', name: 'Lamps', description: 'Light' })
    const stale = remove(client, editor, 'lamps').header('If-Match', created.header('etag')!)
    assertProblem(await stale, 412, 'precondition_failed')

    const post = await write(client, author, ['lamps', 'city'])
    await answers(remove(client, editor, 'lamps'), 204)
    assertProblem(await client.get('/tags/lamps'), 404, 'not_found')
    await runJobs()
    assert.deepEqual((await bodyOf(client.get(`/posts/${post.id}`))).tags, ['city'])
    await assertTagsCounted(assert)
    assert.deepEqual(await tagCounts(), { city: 1 })
    assert.deepEqual(await actions(), ['tag.create', 'tag.update', 'tag.delete'])
  })

  test('joins a tag to another: its posts follow, and the old slug leads to the new', async ({
    client,
    assert,
  }) => {
    const [author, editor] = await people('member', 'editor')
    const posts = [
      await write(client, author, ['lamp', 'x']),
      await write(client, author, ['y', 'lamp', 'lamps']),
      await write(client, author, ['lamps', 'lamp'], { published: false }),
    ]
    assertProblem(
      await remove(client, editor, 'lamp', { into: 'lamp' }),
      422,
      'validation_failed',
      ['/query/into']
    )
    assertProblem(
      await remove(client, editor, 'lamp', { into: 'none' }),
      422,
      'validation_failed',
      ['/query/into']
    )
    await answers(remove(client, editor, 'lamp', { into: 'Lamps' }), 204)

    const moved = await client.get('/tags/lamp').redirects(0)
    moved.assertStatus(308)
    assert.equal(moved.header('location'), '/tags/lamps')
    await runJobs()
    const tagsOf = async ({ id }: { id: number }) =>
      (await bodyOf(client.get(`/posts/${id}`).loginAs(author))).tags
    assert.deepEqual(await Promise.all(posts.map(tagsOf)), [
      ['lamps', 'x'],
      ['y', 'lamps'],
      ['lamps'],
    ])
    assert.deepEqual((await write(client, author, ['lamp', 'Lamps'])).tags, ['lamps'])
    await assertTagsCounted(assert)
    assert.deepEqual(await tagCounts(), { lamp: 0, lamps: 3, x: 1, y: 1 })
    assert.deepEqual(await actions(), ['tag.join'])
  })

  test('renames a tag there and back, and a freed slug can be claimed anew', async ({
    client,
    assert,
  }) => {
    const [author, editor] = await people('member', 'editor')
    const post = await write(client, author, ['lamp'])
    const rename = async (from: string, slug: string) => {
      const renamed = await answers(change(client, editor, from, { slug }), 200)
      assert.equal(renamed.body().slug, slug)
      await runJobs()
      await assertTagsCounted(assert)
      return (await bodyOf(client.get(`/posts/${post.id}`))).tags
    }
    assert.deepEqual(await rename('lamp', 'light'), ['light'])
    assert.deepEqual(await rename('light', 'lantern'), ['lantern'])
    const moved = await client.get('/tags/lamp').redirects(0)
    assert.equal(moved.header('location'), '/tags/lantern')
    assert.deepEqual(await rename('lantern', 'lamp'), ['lamp'])
    await answers(create(client, editor, { name: 'Light' }), 201)
    assert.equal(await statusOf(client.get('/tags/light').redirects(0)), 200)
    assertProblem(await change(client, editor, 'lamp', { slug: 'light' }), 409, 'conflict')
  })

  test('changes nothing with dry_run', async ({ client, assert }) => {
    const [editor] = await people('editor')
    await answers(create(client, editor, { name: 'Lamps', dry_run: true }), 200)
    assert.isEmpty(await db.from('tags'))
    await answers(create(client, editor, { name: 'Lamps' }), 201)
    await answers(change(client, editor, 'lamps', { slug: 'light', dry_run: true }), 200)
    await answers(remove(client, editor, 'lamps', { dry_run: 'true' }), 204)
    assert.containSubset(await row('tags', {}), { slug: 'lamps', leads_to: null })
    assert.deepEqual(await actions(), ['tag.create'])
  })

  test('waits for no writer in a ring, and counts exactly', async ({ client, assert }) => {
    const [editor, ...authors] = await people('editor', 'member', 'member', 'member', 'member')
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    await write(client, authors[0], names)
    const writing = authors.map(async (author, index) => {
      for (let step = 0; step < 15; step++) {
        const post = await write(client, author, index % 2 ? names : [...names].reverse())
        await answers(
          client
            .patch(`/posts/${post.id}`)
            .loginAs(author)
            .json({ tags: ['a', 'z'] }),
          200
        )
      }
    })
    const joining = async () => {
      await answers(remove(client, editor, 'b', { into: 'a' }), 204)
      await answers(change(client, editor, 'c', { slug: 'g' }), 200)
      await answers(remove(client, editor, 'd'), 204)
      await answers(remove(client, editor, 'f', { into: 'e' }), 204)
    }
    await Promise.all([...writing, joining()])
    await runJobs()
    await assertTagsCounted(assert)
  })
})
