import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { signIn } from '#tests/support/accounts'
import { statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'

/** A separate process, which knows of the server only through PostgreSQL and the bus. */
const plaza = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['bin/plaza.js', ...args], { cwd: app.makePath() })

test.group('plaza beside a running server', (group) => {
  group.each.setup(emptyDatabase)

  test('changes data that the server shows within a second', async ({ client }) => {
    const [author] = await Promise.all([
      UserFactory.create(),
      UserFactory.apply('moderator').merge({ username: 'moe' }).create(),
    ])
    const { id } = await PostFactory.merge({ userId: author.id }).create()
    const { access_token: token } = await signIn(client, author)
    const read = () => statusOf(client.get(`/posts/${id}`))
    const listed = () => client.get('/posts').then((response) => response.body().length)
    const me = () => statusOf(client.get('/users/me').bearerToken(token))
    await Promise.all([read(), listed(), me()])

    const how = ['--reason', 'It breaks the rules', '--as', '@moe', '--yes']
    await plaza('posts', 'remove', String(id), ...how)
    await eventually(async () => (await read()) === 404, { within: 1000 })
    await eventually(async () => (await listed()) === 0, { within: 1000 })

    await plaza('users', 'suspend', `@${author.username}`, ...how)
    await eventually(async () => (await me()) === 401, { within: 1000 })
  })
})
