import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import Role from '#models/role'
import SavedView from '#models/saved_view'
import type User from '#models/user'
import { listNames, listPermissions } from '#domain/saved_view'
import { password, UserFactory } from '#database/factories/user_factory'
import { answers, bodyOf, statusOf, tagOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const review = {
  name: 'To be reviewed',
  list: 'posts',
  filters: { review: 'requested', author: 'me' },
  sort: 'updated',
  columns: ['title', 'author'],
}

const create = (client: ApiClient, by: User, more: object = {}) =>
  client
    .post('/admin/views')
    .loginAs(by)
    .json({ ...review, ...more })

const entries = () =>
  db.from('audit_entries').where('target_type', 'view').orderBy('id').select('action', 'after')

test.group('Saved views', (group) => {
  let editor: User
  let other: User
  let admin: User

  group.each.setup(async () => {
    await emptyDatabase()
    ;[editor, other, admin] = await people('editor', 'editor', 'admin')
  })

  const namesFor = async (client: ApiClient, user: User, query: object = {}) => {
    const views = await bodyOf(client.get('/admin/views').loginAs(user).qs(query))
    return views.map(({ name }: any) => name)
  }

  test('of one’s own are for their owner alone, and leave no audit entry', async ({
    client,
    assert,
  }) => {
    const made = await answers(create(client, editor), 201)
    const path = made.header('location')!
    assert.equal(path, `/admin/views/${made.body().id}`)
    assert.containSubset(made.body(), { ...review, shared: false, owner: { id: editor.id } })
    assert.deepEqual(await namesFor(client, editor), ['To be reviewed'])
    for (const user of [other, admin]) {
      assert.deepEqual(await namesFor(client, user), [])
      assertProblem(await client.get(path).loginAs(user), 404, 'not_found')
      assertProblem(await client.patch(path).loginAs(user).json({ sort: 'new' }), 404, 'not_found')
      assertProblem(await client.delete(path).loginAs(user), 404, 'not_found')
    }

    const tag = await tagOf(client.get(path).loginAs(editor))
    const change = (body: object) =>
      client.patch(path).loginAs(editor).header('If-Match', tag).json(body)
    const changed = await answers(change({ filters: {}, columns: null }), 200)
    assert.containSubset(changed.body(), { ...review, filters: {}, columns: null })
    assertProblem(await change({ sort: null }), 412, 'precondition_failed')
    await answers(client.delete(path).loginAs(editor), 204)
    assert.deepEqual(await namesFor(client, editor), [])
    assert.isEmpty(await entries())
  })

  test('that are shared are for all who may read the list; each write has an entry', async ({
    client,
    assert,
  }) => {
    const [moderator] = await people('moderator')
    const { id } = await bodyOf(create(client, editor, { shared: true }))
    const users = { name: 'New', list: 'users', filters: {}, sort: null, columns: null }
    await answers(create(client, moderator, { ...users, shared: true }), 201)
    assert.deepEqual(await namesFor(client, other), ['To be reviewed'])
    assert.deepEqual(await namesFor(client, moderator), ['New', 'To be reviewed'])
    assert.deepEqual(await namesFor(client, moderator, { list: 'users' }), ['New'])
    assert.deepEqual(await namesFor(client, moderator, { shared: 'false' }), [])

    const path = `/admin/views/${id}`
    const change = (by: User, body: object) => client.patch(path).loginAs(by).json(body)
    assertProblem(await change(other, { name: 'Mine' }), 403, 'forbidden')
    assertProblem(await client.delete(path).loginAs(other), 403, 'forbidden')
    await answers(change(admin, { filters: { author: '@eve', tag: 'city' } }), 200)
    assertProblem(await change(admin, { shared: false }), 403, 'forbidden')
    await answers(change(editor, { shared: false }), 200)
    assert.deepEqual(await namesFor(client, other), [])
    await answers(change(editor, { name: 'Reviews' }), 200)
    const kept = await entries()
    assert.deepEqual(
      kept.map(({ action }) => action),
      ['view.create', 'view.create', 'view.update', 'view.update']
    )
    assert.deepInclude(kept[2].after, { name: review.name, filters: ['author', 'tag'] })
    assert.notInclude(JSON.stringify(kept), '@eve')
  })

  test('take filters, orders and columns of their list alone, and say what is near', async ({
    client,
    assert,
  }) => {
    const refused = async (more: object, pointers: string[]) => {
      const answer = await create(client, admin, more)
      assertProblem(answer, 422, 'validation_failed', pointers)
      return answer.body().detail as string
    }
    assert.include(
      await refused({ filters: { reviews: 'requested' } }, ['/filters/reviews']),
      'review'
    )
    assert.include(await refused({ sort: 'update' }, ['/sort']), '"updated"')
    assert.include(await refused({ columns: ['title', 'autor'] }, ['/columns/1']), '"author"')
    await refused({ filters: { review: 'maybe' } }, ['/filters/review'])
    await refused({ filters: { published_after: 'soon' } }, ['/filters/published_after'])
    await refused({ filters: { limit: '5' } }, ['/filters/limit'])
    await refused({ filters: { ['data.\u0000']: 'x', type: 'event' } }, ['/filters/data'])
    await refused({ filters: { search: 'x'.repeat(501) } }, ['/filters/search'])
    await refused({ filters: { search: 5 } }, ['/filters/search'])
    await refused({ list: 'tags' }, ['/list'])
    await refused({ name: '' }, ['/name'])
    await refused({ columns: [] }, ['/columns'])
    await refused({ columns: ['title', 'title'] }, ['/columns'])
    const filters = { 'type': 'event', 'data.place': 'Berlin', 'tag': 'city,-lamps' }
    const { id } = await bodyOf(create(client, admin, { filters }))
    const { filters: saved } = await bodyOf(client.get(`/admin/views/${id}`).loginAs(admin))
    assert.deepEqual(saved, filters)
    const listed = { name: 'Of users', list: 'users', filters: {}, sort: null, columns: ['email'] }
    await answers(create(client, admin, listed), 201)
    const wrong = { filters: { review: 'approved' } }
    const { id: users } = (await SavedView.findByOrFail('list', 'users')).serialize()
    const change = client.patch(`/admin/views/${users}`).loginAs(admin).json(wrong)
    assertProblem(await change, 422, 'validation_failed', ['/filters/review'])
  })

  test('have a name each, and end at a hundred own and two hundred shared ones', async ({
    client,
    assert,
  }) => {
    await answers(create(client, editor, { shared: true }), 201)
    assertProblem(await create(client, editor), 409, 'conflict')
    await answers(create(client, other), 201)
    assertProblem(await create(client, admin, { shared: true }), 409, 'conflict')
    const many = (owner: number, count: number, shared: boolean) =>
      db.rawQuery(
        `insert into saved_views (user_id, list, name, shared)
         select ?, 'posts', 'View ' || n || ?, ? from generate_series(1, ?) as n`,
        [owner, String(owner), shared, count]
      )
    const statuses = async (by: User, more: object = {}) =>
      (
        await Promise.all(['x', 'y'].map((name) => statusOf(create(client, by, { name, ...more }))))
      ).toSorted()
    await many(other.id, 98, false)
    assert.deepEqual(await statuses(other), [201, 409])
    await many(admin.id, 50, true)
    const [last] = await people('admin')
    await many(last.id, 50, true)
    await many(editor.id, 98, true)
    assert.deepEqual(await statuses(admin, { shared: true }), [201, 409])
    const own = await bodyOf(create(client, admin, { name: 'Own' }))
    const share = client.patch(`/admin/views/${own.id}`).loginAs(admin).json({ shared: true })
    assertProblem(await share, 409, 'conflict')
  })

  test('of the list {$self} are for those who may read it')
    .with([...listNames])
    .run(async ({ client, assert }, list) => {
      const [user] = await people('member')
      const blank = { filters: {}, sort: null, columns: null }
      const save = (name: string) => create(client, user, { name, list, ...blank })
      for (const permission of listPermissions[list]) {
        const role = { name: permission.replace('.', '_'), rank: 1, permissions: [permission] }
        await Role.create(role)
        await user.merge({ role: role.name }).save()
        await answers(client.get(`/admin/${list}`).loginAs(user), 200)
        await answers(save(permission), 201)
      }
      const stranger = { name: 'stranger', rank: 1, permissions: ['tags.manage'] }
      await Role.create(stranger)
      await user.merge({ role: stranger.name }).save()
      assertProblem(await client.get(`/admin/${list}`).loginAs(user), 403, 'forbidden')
      assertProblem(await save('stranger'), 403, 'forbidden')
      assert.deepEqual(await namesFor(client, user), [])
    })

  test('are for staff', async ({ client }) => {
    const [member, author] = await people('member', 'author')
    for (const user of [member, author]) {
      assertProblem(await client.get('/admin/views').loginAs(user), 403, 'forbidden')
      assertProblem(await create(client, user), 403, 'forbidden')
    }
  })

  test('are deleted with the account, but for those that are shared', async ({
    client,
    assert,
  }) => {
    const owner = await UserFactory.merge({ role: 'editor' }).create()
    await answers(create(client, owner), 201)
    const shared = { name: 'Shared', shared: true }
    const { id } = await bodyOf(create(client, owner, shared))
    await answers(client.delete('/users/me').loginAs(owner).json({ password }), 204)
    await runJobs()
    assert.lengthOf(await db.from('saved_views'), 1)
    const path = `/admin/views/${id}`
    assert.containSubset(await bodyOf(client.get(path).loginAs(other)), {
      name: 'Shared',
      owner: null,
    })
    assertProblem(await client.patch(path).loginAs(other).json({ sort: null }), 403, 'forbidden')
    await answers(client.delete(path).loginAs(admin), 204)
  })
})
