import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { runSchedules } from '#jobs/run_schedules'
import type Post from '#models/post'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

let author: User

const hence = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const save = (client: ApiClient, { id }: Post, fields: object) =>
  answers(client.patch(`/posts/${id}/draft`).loginAs(author).json(fields), 200)
const schedule = (client: ApiClient, { id }: Post, fields: object = {}) => {
  const body = { at: hence(5).toISOString(), ...fields }
  return answers(client.put(`/posts/${id}/publication`).loginAs(author).json(body), 200)
}
const draftOf = (client: ApiClient, { id }: Post) =>
  bodyOf(client.get(`/posts/${id}/draft`).loginAs(author))
const due = () =>
  db
    .from('posts')
    .whereNotNull('publish_at')
    .update({ publish_at: hence(-1) })
const postOf = (fields: object = {}, published = true) => {
  const factory = PostFactory.merge({ userId: author.id, title: 'One', ...fields })
  return (published ? factory : factory.apply('draft')).create()
}

test.group('A schedule with a working copy', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[author] = await people('member')
  })

  test('publishes the copy of a published post, as it stands then', async ({ client, assert }) => {
    const post = await postOf()
    await save(client, post, { title: 'Two' })
    const set = await schedule(client, post)
    assert.equal(set.body().status, 'published')
    assert.isString(set.body().publish_at)
    const final = {
      title: 'Three quokkas',
      tags: ['lamps'],
      seo: { title: 'Q', description: null },
    }
    await save(client, post, final)
    await answers(client.get(`/posts/${post.id}`), 200)
    await due()

    assert.equal(await runSchedules(), 1)
    const shown = await bodyOf(client.get(`/posts/${post.id}`))
    const said = { ...final, revision: 2, publish_at: null, held: null, slug: post.slug }
    assert.containSubset(shown, said)
    assert.deepEqual(idsOf(await client.get('/posts?search=quokkas')), [post.id])
    assert.deepEqual(idsOf(await client.get('/posts?tag=lamps')), [post.id])
    assert.isEmpty(await db.from('post_drafts'))
    const kept = await row('post_revisions', { post_id: post.id })
    assert.containSubset(kept, { number: 1, of_draft: false, members: { title: 'One' } })
    assert.equal(await runSchedules(), 0)
  })

  test('publishes a draft with its copy, whose made slug follows the title', async ({
    client,
    assert,
  }) => {
    const [post, plain] = [await postOf({}, false), await postOf({ title: 'Plain' }, false)]
    await save(client, post, { title: 'City lamps', content: 'They shine.' })
    for (const one of [post, plain]) await schedule(client, one)
    await due()
    assert.equal(await runSchedules(), 2)
    assert.containSubset(await bodyOf(client.get('/posts/slug/city-lamps')), {
      id: post.id,
      excerpt: 'They shine.',
      revision: 2,
    })
    const other = await bodyOf(client.get(`/posts/${plain.id}`))
    assert.containSubset(other, { title: 'Plain', revision: 1 })
  })

  test('is not told to readers of a published post', async ({ client, assert }) => {
    const post = await postOf()
    await save(client, post, { title: 'Two' })
    await schedule(client, post, { time_zone: 'Europe/Berlin' })
    const untold = { publish_at: null, time_zone: null }
    assert.containSubset(await bodyOf(client.get(`/posts/${post.id}`)), untold)
    const [listed] = await bodyOf(client.get('/posts'))
    assert.containSubset(listed, untold)
    assert.isEmpty(await bodyOf(client.get('/posts?publish_after=2020-01-01')))
    const copy = await draftOf(client, post)
    assert.isString(copy.publish_at)
    assert.equal(copy.time_zone, 'Europe/Berlin')
    const back = client.patch(`/posts/${post.id}`).loginAs(author).json(listed)
    await answers(back, 200)
  })

  test('is held when {when}')
    .with([
      { when: 'the copy has no title', held: 'invalid', fields: { title: '' } },
      { when: 'another post has its slug', held: 'slug_taken', fields: { slug: 'taken' } },
      { when: 'the post has changed since', held: 'invalid', fields: { title: 'x' }, edit: true },
    ])
    .run(async ({ client, assert }, { held, fields, edit }) => {
      const post = await postOf()
      await postOf({ title: 'Taken', slug: 'taken' })
      await save(client, post, fields)
      await schedule(client, post)
      if (edit) {
        const later = { content: 'Later' }
        await answers(client.patch(`/posts/${post.id}`).loginAs(author).json(later), 200)
      }
      await due()
      assert.equal(await runSchedules(), 1)
      assert.equal((await draftOf(client, post)).held, held)
      const shown = await bodyOf(client.get(`/posts/${post.id}`))
      assert.containSubset(shown, { title: 'One', held: null, status: 'published' })
      assert.lengthOf(await db.from('post_drafts'), 1)
      assert.equal(await runSchedules(), 0)
    })

  test('of two copies with one new slug publishes the first', async ({ client, assert }) => {
    const posts = [await postOf(), await postOf({ title: 'Other' })]
    for (const post of posts) {
      await save(client, post, { slug: 'lamps' })
      await schedule(client, post)
    }
    await due()
    assert.equal(await runSchedules(), 2)
    const held = await db.from('posts').orderBy('id').select('held', 'slug')
    assert.deepEqual(held, [
      { held: null, slug: 'lamps' },
      { held: 'slug_taken', slug: posts[1].slug },
    ])
  })

  test('without a copy is for posts that are not published', async ({ client }) => {
    const post = await postOf()
    const set = client.put(`/posts/${post.id}/publication`).loginAs(author)
    assertProblem(await set.json({ at: hence(5).toISOString() }), 409, 'conflict')
  })

  test('with force accepts an edit from before it was set', async ({ client, assert }) => {
    const post = await postOf()
    await save(client, post, { title: 'Two' })
    await answers(client.patch(`/posts/${post.id}`).loginAs(author).json({ content: 'New' }), 200)
    await schedule(client, post, { force: true })
    await due()
    await runSchedules()
    assert.equal((await bodyOf(client.get(`/posts/${post.id}`))).title, 'Two')
  })

  test('publishes while copies are saved, and loses no text', async ({ client, assert }) => {
    const posts = await Promise.all([1, 2, 3, 4].map(() => postOf()))
    for (const post of posts) {
      await save(client, post, { title: 'Two' })
      await schedule(client, post)
    }
    await due()
    const late = posts.map((post) => save(client, post, { title: 'Last' }))
    await Promise.all([runSchedules(), ...late])
    await runSchedules()
    for (const post of posts) {
      const titles = [
        (await row('posts', { id: post.id })).title,
        ...(await db.from('post_drafts').where('post_id', post.id)).map((one) => one.members.title),
      ]
      assert.include(titles, 'Last')
    }
  })
})
