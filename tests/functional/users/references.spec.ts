import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { idsOf, linkOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'

const places = [
  '/users/{user}',
  '/users/{user}/posts',
  '/users/{user}/comments',
  '/posts?author={user}',
]

test.group('A user in a path or a query', (group) => {
  group.each.setup(emptyDatabase)

  test('is named by id, @username in any case, or me: {path}')
    .with(places.map((path) => ({ path })))
    .run(async ({ client, assert }, { path }) => {
      const zoe = await UserFactory.merge({ username: 'Zoe_1' }).create()
      const post = await PostFactory.merge({ userId: zoe.id }).create()
      await CommentFactory.merge({ userId: zoe.id, postId: post.id }).create()
      await PostFactory.create()

      const answers = []
      for (const reference of [String(zoe.id), '@Zoe_1', '@zoe_1', 'me']) {
        const response = await client.get(path.replace('{user}', reference)).loginAs(zoe)
        response.assertStatus(200)
        answers.push(response.body())
      }
      assert.isNotEmpty(answers[0])
      for (const answer of answers) assert.deepEqual(answer, answers[0])
    })

  test('is 404: {path}')
    .with(places.map((path) => ({ path })))
    .run(async ({ client }, { path }) => {
      const zoe = await UserFactory.merge({ username: 'zoe', email: 'zoe@example.org' }).create()
      const at = (reference: string) => client.get(path.replace('{user}', reference))

      assertProblem(await at('@zo_'), 404, 'not_found')
      assertProblem(await at('me'), 401, 'unauthenticated')
      for (const reference of ['zoe', zoe.email, '@', 'ME', '-1', '%E2%91%A0']) {
        const pointer = path.includes('?') ? '/query/author' : '/path/user'
        assertProblem(await at(reference), 422, 'validation_failed', [pointer])
      }
    })

  test('me is the viewer of each request, also for a cached address', async ({
    client,
    assert,
  }) => {
    const [ada, ben] = await UserFactory.createMany(2)
    const own = await PostFactory.merge([{ userId: ada.id }, { userId: ben.id }]).createMany(2)
    for (let round = 0; round < 3; round++) {
      for (const [index, viewer] of [ada, ben].entries()) {
        const response = await client.get('/posts?author=me').loginAs(viewer)
        assert.deepEqual(idsOf(response), [own[index].id])
      }
      assertProblem(await client.get('/posts?author=me'), 401, 'unauthenticated')
    }
  })

  test('me works for staff too', async ({ client, assert }) => {
    const moe = await UserFactory.apply('moderator').create()
    const post = await PostFactory.merge({ userId: moe.id }).create()
    await PostFactory.create()
    const shown = await client.get('/admin/users/me').loginAs(moe)
    assert.equal(shown.body().id, moe.id)
    assert.deepEqual(idsOf(await client.get('/admin/posts?author=me').loginAs(moe)), [post.id])
    const audit = await client.get('/admin/audit?actor=me').loginAs(moe)
    audit.assertStatus(200)
  })
})

test.group('GET /users/{user}/posts?status=', (group) => {
  group.each.setup(emptyDatabase)

  test('lists only drafts or only published posts, and shows drafts to author and staff', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.merge({ username: 'writer' }).create()
    const staff = await UserFactory.apply('moderator').create()
    const published = await PostFactory.merge({ userId: author.id }).create()
    const draft = await PostFactory.merge({ userId: author.id }).apply('draft').create()
    const ids = async (status: string, viewer?: typeof author) => {
      const request = client.get(`/users/@writer/posts?status=${status}`)
      return idsOf(await (viewer ? request.loginAs(viewer) : request))
    }

    assert.deepEqual(await ids('draft', author), [draft.id])
    assert.deepEqual(await ids('draft', staff), [draft.id])
    assert.deepEqual(await ids('published', author), [published.id])
    assert.deepEqual(await ids('draft', await UserFactory.create()), [])
    assert.deepEqual(await ids('draft'), [])
    assert.deepEqual(await ids('published'), [published.id])
  })
})

test.group('GET /users?search=', (group) => {
  group.each.setup(emptyDatabase)

  test('finds users by the beginning of either name: {search}')
    .with([
      { search: 'al', found: ['alice', 'ALAN', 'bob'] },
      { search: 'ALI', found: ['alice', 'bob'] },
      { search: 'àlì', found: ['alice', 'bob'] },
      { search: 'bob', found: ['bob'] },
      { search: 'ice', found: [] },
      { search: 'a_', found: ['a_b'] },
      { search: '%%', found: [] },
      { search: 'example', found: [] },
    ])
    .run(async ({ client, assert }, { search, found }) => {
      await UserFactory.merge([
        { username: 'alice', email: 'example@example.org' },
        { username: 'ALAN' },
        { username: 'bob', displayName: 'Alice’s brother' },
        { username: 'a_b' },
      ]).createMany(4)
      const response = await client.get('/users').qs({ search })
      response.assertStatus(200)
      assert.sameMembers(
        response.body().map(({ username }: { username: string }) => username),
        found
      )
      for (const user of response.body()) assert.notProperty(user, 'email')
    })

  test('needs two characters: "{search}"')
    .with(['', ' ', 'a', ' a ', '🌻'].map((search) => ({ search })))
    .run(async ({ client }, { search }) => {
      const response = await client.get('/users').qs({ search })
      assertProblem(response, 422, 'validation_failed', ['/query/search'])
    })

  test('has pages', async ({ client, assert }) => {
    const users = await UserFactory.merge(
      Array.from({ length: 5 }, (_, at) => ({ username: `team_${at}` }))
    ).createMany(5)
    const first = await client.get('/users?search=team&limit=3')
    const second = await client.get(linkOf(first, 'next')!)
    assert.deepEqual(
      [...idsOf(first), ...idsOf(second)],
      users.map(({ id }) => id)
    )
  })
})
