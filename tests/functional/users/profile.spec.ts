import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'

test.group('GET /users/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('shows {what} to {viewer}')
    .with([
      { viewer: 'a stranger without a token', what: 'no e-mail' },
      { viewer: 'another member', what: 'no e-mail' },
      { viewer: 'the owner', what: 'the e-mail' },
      { viewer: 'a moderator', what: 'the e-mail' },
      { viewer: 'an admin', what: 'the e-mail' },
    ] as const)
    .run(async ({ client, assert }, { viewer, what }) => {
      const owner = await UserFactory.merge({ displayName: 'Ada', bio: 'Gardener' }).create()
      const viewers = {
        'a stranger without a token': null,
        'another member': UserFactory,
        'a moderator': UserFactory.apply('moderator'),
        'an admin': UserFactory.apply('admin'),
        'the owner': null,
      }
      const someone = viewer === 'the owner' ? owner : await viewers[viewer]?.create()

      const request = client.get(`/users/${owner.id}`)
      const response = await (someone ? request.loginAs(someone) : request)

      response.assertStatus(200)
      assert.deepEqual(response.body(), {
        id: owner.id,
        username: owner.username,
        display_name: 'Ada',
        bio: 'Gardener',
        role: 'member',
        bot: false,
        created_at: owner.createdAt.toUTC().toISO(),
        posts_count: 0,
        comments_count: 0,
        ...(what === 'the e-mail' && { email: owner.email }),
      })
      assert.notInclude(response.text(), 'argon2')
    })

  test('answers {status} to the id {id}')
    .with([
      { id: '0', status: 422 },
      { id: '-1', status: 422 },
      { id: '1.5', status: 422 },
      { id: 'ada', status: 422 },
      { id: '1e99', status: 422 },
      { id: '9'.repeat(30), status: 422 },
      { id: '9007199254740991', status: 404 },
      { id: '2147483648', status: 404 },
    ])
    .run(async ({ client }, { id, status }) => {
      const response = await client.get(`/users/${id}`)
      response.assertStatus(status)
    })

  test('answers 304 to the current tag, and not after a change', async ({ client }) => {
    const owner = await UserFactory.create()
    const first = await client.get(`/users/${owner.id}`)
    const again = () =>
      client.get(`/users/${owner.id}`).header('if-none-match', first.header('etag')!)

    await answers(again(), 304)
    await client.patch('/users/me').loginAs(owner).json({ bio: 'Gardener' })
    await answers(again(), 200)
  })
})
