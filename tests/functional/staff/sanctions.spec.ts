import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { followToTheEnd } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason } from '#tests/support/staff'

const later = '2099-01-01T00:00:00.000Z'

test.group('GET /users/me/sanctions', (group) => {
  group.each.setup(emptyDatabase)

  test('shows the actions of staff and their reasons, never the actor', async ({
    client,
    assert,
  }) => {
    const [admin, moderator, user, other] = await people('admin', 'moderator', 'member', 'member')
    const post = await PostFactory.merge({ userId: user.id }).create()
    const mine = { postId: post.id, userId: user.id }
    const comment = await CommentFactory.merge(mine).create()
    const until = later
    const actions: [string, { id: number }, string, object][] = [
      ['comment.remove', comment, 'comment', {}],
      ['post.remove', post, 'post', {}],
      ['user.warn', user, 'user', {}],
      ['user.silence', user, 'user', { until }],
    ]
    for (const [action, on, , more] of actions) {
      await answers(act(client, moderator, action, { on, ...more }), 201)
    }
    await answers(act(client, moderator, 'user.warn', { on: other }), 201)
    const path = `/admin/users/${user.id}/exports`
    await answers(client.post(path).loginAs(admin).json({ reason: 'Asked for it' }), 201)

    const response = await answers(client.get('/users/me/sanctions').loginAs(user), 200)
    const told = response.body().map(({ id, created_at: time, ...rest }: any) => rest)
    assert.deepEqual(
      told,
      actions
        .map(([action, { id }, target_type, more]) => ({
          action,
          target_type,
          target_id: id,
          reason,
          until: null,
          ...more,
        }))
        .reverse()
    )
    assert.notInclude(response.text(), moderator.username)
    assert.notInclude(response.text(), 'actor')
  })

  test('is a list with pages', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    for (let warnings = 0; warnings < 5; warnings++) {
      await answers(act(client, moderator, 'user.warn', { on: user }), 201)
    }
    const get = (path: string) => client.get(path).loginAs(user)
    assert.deepEqual(await followToTheEnd(get, '/users/me/sanctions?limit=2'), [5, 4, 3, 2, 1])
  })

  test('needs a token', async ({ client }) => {
    assertProblem(await client.get('/users/me/sanctions'), 401, 'unauthenticated')
  })
})
