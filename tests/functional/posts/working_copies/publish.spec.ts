import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import type Post from '#models/post'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

let [author, editor]: User[] = []
let post: Post

const save = (client: ApiClient, fields: object, user = author) =>
  answers(client.patch(`/posts/${post.id}/draft`).loginAs(user).json(fields), 200)
const publish = (client: ApiClient, fields: object = {}, user = author) =>
  client.put(`/posts/${post.id}/publication`).loginAs(user).json(fields)
const read = (client: ApiClient) => bodyOf(client.get(`/posts/${post.id}`))
const edit = (client: ApiClient, fields: object) =>
  answers(client.patch(`/posts/${post.id}`).loginAs(author).json(fields), 200)
const copies = () => db.from('post_drafts')
const hence = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

async function begin() {
  await emptyDatabase()
  ;[author, editor] = await people('member', 'editor')
  post = await PostFactory.merge({ userId: author.id, title: 'One', content: 'First' }).create()
}

test.group('PUT /posts/{id}/publication with a working copy', (group) => {
  group.each.setup(begin)

  test('publishes the copy at once, for all readers, and leaves a revision', async ({
    client,
    assert,
  }) => {
    assert.equal((await read(client)).title, 'One')
    await bodyOf(client.get('/posts'))
    const next = { title: 'Two', content: 'Second quokka', tags: ['lamps'], slug: 'two' }
    await save(client, next, editor)
    const published = await answers(publish(client), 200)
    assert.containSubset(published.body(), { ...next, excerpt: 'Second quokka', revision: 2 })
    assert.containSubset(await read(client), next)
    assert.deepEqual(idsOf(await client.get('/posts?search=quokka')), [post.id])
    assert.deepEqual(idsOf(await client.get('/posts?tag=lamps')), [post.id])
    assert.isEmpty(await copies())
    const listed = await bodyOf(client.get(`/posts/${post.id}/revisions`).loginAs(author))
    assert.deepEqual(
      listed.map((one: any) => [one.title, one.editor.id, one.of_draft]),
      [
        ['Two', editor.id, false],
        ['One', author.id, false],
      ]
    )
  })

  test('publishes it at a past time too, and with a draft', async ({ client, assert }) => {
    post = await PostFactory.merge({ userId: author.id }).apply('draft').create()
    await save(client, { title: 'City lamps' })
    const done = await bodyOf(publish(client, { at: '2020-01-01T00:00:00Z' }))
    assert.containSubset(done, { title: 'City lamps', slug: 'city-lamps', status: 'published' })
    assert.equal(done.revision, 2)
  })

  test('{ until } alone publishes no copy', async ({ client, assert }) => {
    await save(client, { title: 'Two' })
    const until = hence(60)
    assert.containSubset(await bodyOf(publish(client, { until })), {
      title: 'One',
      unpublish_at: until,
    })
    assert.lengthOf(await copies(), 1)
  })

  test('of a text that is still empty is 422, with pointers', async ({ client, assert }) => {
    await save(client, { title: '', content: '' })
    const refused = await publish(client)
    assertProblem(refused, 422, 'validation_failed', ['/title', '/content'])
    assert.equal((await read(client)).title, 'One')
    assert.lengthOf(await copies(), 1)
  })

  test('over a later edit is 409, unless it is forced', async ({ client, assert }) => {
    await save(client, { title: 'Two' })
    await edit(client, { title: 'Three' })
    assertProblem(await publish(client), 409, 'copy_outdated')
    assertProblem(await publish(client, { at: hence(5) }), 409, 'copy_outdated')
    assert.equal((await read(client)).title, 'Three')
    await answers(publish(client, { force: true }), 200)
    assert.containSubset(await read(client), { title: 'Two', revision: 3 })
  })

  test('a copy takes its slug when it is published, not before', async ({ client, assert }) => {
    const [other] = await people('author')
    await save(client, { slug: 'lamps' })
    const text = { title: 'Theirs', content: 'x', slug: 'lamps' }
    const theirs = await bodyOf(client.post('/posts').loginAs(other).json(text))
    assert.equal(theirs.slug, 'lamps')
    assertProblem(await publish(client), 409, 'slug_taken')
    assert.containSubset(await read(client), { slug: post.slug, revision: 1 })
    assert.lengthOf(await copies(), 1)
  })

  test('by staff is audited, with what changed', async ({ client, assert }) => {
    await save(client, { title: 'Two' })
    assert.isEmpty(await db.from('audit_entries'))
    await answers(publish(client, {}, editor), 200)
    assert.containSubset(await row('audit_entries', { target_id: post.id }), {
      action: 'post.publish',
      actor_id: editor.id,
      after: { edited: ['title'] },
    })
  })

  test('a dry run checks, and publishes nothing', async ({ client, assert }) => {
    await save(client, { title: 'Two' })
    await answers(publish(client, { dry_run: true }), 200)
    assert.equal((await read(client)).title, 'One')
    assert.lengthOf(await copies(), 1)
    await save(client, { title: '' })
    assertProblem(await publish(client, { dry_run: true }), 422, 'validation_failed', ['/title'])
  })

  test('of a copy that says the same leaves no revision', async ({ client, assert }) => {
    await save(client, { title: 'One' })
    await answers(publish(client), 200)
    assert.equal((await read(client)).revision, 1)
    assert.isEmpty(await db.from('post_revisions'))
    assert.isEmpty(await copies())
  })

  test('while the copy is saved, no text is lost', async ({ client, assert }) => {
    for (let round = 0; round < 8; round++) {
      await save(client, { title: `Before ${round}` })
      const [published] = await Promise.all([
        publish(client),
        save(client, { title: `Last ${round}` }),
      ])
      published.assertStatus(200)
      const titles = [(await read(client)).title, ...(await copies()).map(titleOf)]
      assert.include(titles, `Last ${round}`)
      assert.notInclude(titles, `Last ${round - 1}`)
    }
  })
})

const titleOf = ({ members }: { members: { title: string } }) => members.title

test.group('DELETE /posts/{id}/publication', (group) => {
  group.each.setup(begin)

  test('cancels the schedule of a copy first, and unpublishes then', async ({ client, assert }) => {
    await save(client, { title: 'Two' })
    await answers(publish(client, { at: hence(5) }), 200)
    const cancel = () =>
      answers(client.delete(`/posts/${post.id}/publication`).loginAs(author), 204)
    await cancel()
    assert.containSubset(await row('posts', { id: post.id }), { published: true, publish_at: null })
    await cancel()
    assert.isFalse((await row('posts', { id: post.id })).published)
    assert.lengthOf(await copies(), 1)
  })
})
