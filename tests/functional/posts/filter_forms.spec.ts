import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { post } from '#resources/post'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

/** A value that each filter takes. Tags and data have their own forms. */
const values: Record<string, string> = {
  search: 'lamps',
  author: '1',
  status: 'published',
  review: 'requested',
  type: 'post',
  slug: 'lamps',
  language: 'en',
  collection: 'front-page',
  published_after: '2026-01-01',
  published_before: '2030-01-01',
  publish_after: '2026-01-01',
  publish_before: '2030-01-01',
  updated_after: '2026-01-01',
  since: '2026-01-01',
  until: '2030-01-01',
}

const { Post, StaffPost } = post.views
const forms = (view: typeof Post, path: string, without: string[]) =>
  Object.keys(view.filters)
    .filter((name) => !['tag', 'data', ...without].includes(name))
    .map((name) => ({ path, name }))

const cases = [
  ...forms(Post, '/posts', ['status', 'review']),
  ...forms(Post, '/users/me/posts', ['author']),
  ...forms(StaffPost, '/admin/posts', []),
]

let admin: User

const get = (client: ApiClient, query: string) => client.get(query).loginAs(admin)

test.group('A filter of posts', (group) => {
  group.setup(async () => {
    await emptyDatabase()
    ;[admin] = await people('admin')
  })
  group.teardown(emptyDatabase)

  test('takes one value, and no list or object: {path}?{name}')
    .with(cases)
    .run(async ({ client, assert }, { path, name }) => {
      assert.property(values, name, `${name} has no value in this test`)
      const value = name === 'author' ? `${admin.id}` : values[name]
      await answers(get(client, `${path}?${name}=${value}`), 200)
      for (const query of [
        `${name}[]=${value}`,
        `${name}%5B%5D=${value}`,
        `${name}[0]=${value}`,
        `${name}=${value}&${name}=${value}`,
        `${name}=${value}&${name}[]=${value}`,
        `${name}[a]=${value}`,
        `${name}[__proto__]=${value}&${name}[a]=${value}`,
      ]) {
        const refused = await get(client, `${path}?${query}`)
        assertProblem(refused, 422, 'validation_failed', [`/query/${name}`])
      }
    })
})

test.group('A filter by tags', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    ;[admin] = await people('admin')
  })

  const names = Array.from({ length: 20 }, (_, index) => `tag-${index}`)

  test('finds the same in each form of a list', async ({ client, assert }) => {
    const both = await PostFactory.merge({ tags: ['city', 'lamps'] }).create()
    await PostFactory.merge({ tags: ['city'] }).create()
    for (const query of [
      'tag=city,lamps',
      'tag=city&tag=lamps',
      'tag[]=city&tag[]=lamps',
      'tag[0]=city&tag[1]=lamps',
      'tag=city&tag[]=lamps',
      'tag[]=city,lamps',
    ]) {
      for (const path of ['/posts', '/admin/posts']) {
        assert.deepEqual(idsOf(await get(client, `${path}?${query}`)), [both.id], query)
      }
    }
  })

  test('takes 20 tags, and no more', async ({ client, assert }) => {
    const all = await PostFactory.merge({ tags: names }).create()
    await PostFactory.merge({ tags: names.slice(1) }).create()
    const each = names.map((name) => `tag=${name}`).join('&')
    for (const query of [`tag=${names.join()}`, each]) {
      assert.deepEqual(idsOf(await get(client, `/posts?${query}`)), [all.id])
      assert.deepEqual(idsOf(await get(client, `/posts?${query}&sort=top`)), [all.id])
      assert.deepEqual(idsOf(await get(client, `/admin/posts?${query}`)), [all.id])
    }
    const more = Array.from({ length: 25 }, () => 'tag[]=a').join('&')
    for (const query of [`tag=${names.join()},one`, `${each}&tag=one`, more]) {
      const refused = await get(client, `/posts?${query}`)
      assertProblem(refused, 422, 'validation_failed', ['/query/tag'])
    }
  })

  test('is no object', async ({ client }) => {
    for (const query of ['tag[a]=city', 'tag[a]=city&tag=lamps', `tag=${'a'.repeat(1001)}`]) {
      const refused = await get(client, `/posts?${query}`)
      assertProblem(refused, 422, 'validation_failed', ['/query/tag'])
    }
  })
})
