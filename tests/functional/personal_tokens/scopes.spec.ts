import { test } from '@japa/runner'
import router from '@adonisjs/core/services/router'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { tokenAccessOf } from '#http/token_access'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason } from '#tests/support/staff'

const text = { title: 'One', content: 'One' }

test.group('The scopes of a personal token', (group) => {
  group.each.setup(emptyDatabase)

  test('without read, it reads nothing, on fast reads too', async ({ client, assert }) => {
    const [user] = await people('member')
    const post = await PostFactory.create()
    const { token } = await personalToken(client, user, ['votes.cast'])
    for (const path of ['/posts', `/posts/${post.id}`, '/users/me', '/users/me/votes']) {
      for (let time = 0; time < 2; time++) {
        await client.get(path)
        const response = await client.get(path).bearerToken(token)
        assertProblem(response, 403, 'insufficient_scope')
        assert.equal(
          response.header('www-authenticate'),
          'Bearer realm="plaza", error="insufficient_scope", scope="read"'
        )
      }
    }
    const vote = { post_id: post.id, vote_dir: 1 }
    await answers(client.post('/votes').bearerToken(token).json(vote), 200)
  })

  test('with read alone, it writes nothing', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const post = await PostFactory.merge({ userId: admin.id }).create()
    const comment = await CommentFactory.merge({ userId: admin.id, postId: post.id }).create()
    const { token } = await personalToken(client, admin, ['read'])
    const refused = [
      client.post('/posts').json(text),
      client.patch(`/posts/${post.id}`).json({ title: 'Two' }),
      client.delete(`/posts/${post.id}`),
      client.patch(`/posts/${post.id}/draft`).json({ title: 'Two' }),
      client.put(`/posts/${post.id}/publication`).json({}),
      client.delete(`/comments/${comment.id}`),
      client.patch(`/comments/${comment.id}`).json({ content: 'Two' }),
      client.post('/reports').json({ target_type: 'user', target_id: 1, reason: 'spam' }),
      client.post('/tags').json({ name: 'Lamps' }),
    ]
    for (const request of refused) {
      assertProblem(await request.bearerToken(token), 403, 'insufficient_scope')
    }
    const action = { action: 'post.lock', target_id: post.id, reason }
    const acted = await client.post('/admin/actions').bearerToken(token).json(action)
    assertProblem(acted, 403, 'insufficient_scope')
    // What no permission opens to everybody is refused to read alone, too.
    const list = await client.get('/admin/audit').bearerToken(token)
    assertProblem(list, 403, 'forbidden')
    await post.refresh()
    assert.equal(post.title, post.$original.title)
    assert.isFalse(post.locked)
  })

  test('a permission gives nothing that the user may not do', async ({ client, assert }) => {
    const [moderator, admin] = await people('moderator', 'admin')
    const { token } = await personalToken(client, moderator, ['read', 'posts.remove', 'audit.read'])
    const [first, second] = await PostFactory.createMany(2)
    await answers(client.delete(`/posts/${first.id}`).bearerToken(token), 204)
    await answers(client.get('/admin/audit').bearerToken(token), 200)

    await answers(act(client, admin, 'user.silence', { on: moderator }), 201)
    const removal = client.delete(`/posts/${second.id}`).bearerToken(token)
    assert.containSubset(await bodyOf(removal), { status: 403, code: 'silenced' })
    await answers(client.get('/admin/audit').bearerToken(token), 200)
  })

  test('a token acts with one permission of a staff action, and not with another', async ({
    client,
  }) => {
    const [moderator, member] = await people('moderator', 'member')
    const post = await PostFactory.create()
    const { token } = await personalToken(client, moderator, ['posts.lock'])
    const ask = (body: object) =>
      client
        .post('/admin/actions')
        .bearerToken(token)
        .json({ reason, ...body })
    await answers(ask({ action: 'post.lock', target_id: post.id }), 201)
    const suspension = await ask({ action: 'user.suspend', target_id: member.id })
    assertProblem(suspension, 403, 'forbidden')
  })

  test('with {scope} alone, an editor changes posts: own {own}, of others {others}')
    .with([
      { scope: 'posts.publish', own: 200, others: 403 },
      { scope: 'posts.edit_any', own: 200, others: 200 },
      { scope: 'comments.write', own: 403, others: 403 },
      { scope: 'posts.read_any', own: 403, others: 403 },
    ])
    .run(async ({ client }, { scope, own, others }) => {
      const [editor] = await people('editor')
      const mine = await PostFactory.merge({ userId: editor.id }).create()
      const theirs = await PostFactory.create()
      const { token } = await personalToken(client, editor, [scope])
      const edit = ({ id }: { id: number }) =>
        client.patch(`/posts/${id}`).bearerToken(token).json({ title: 'New' })
      await answers(edit(mine), own)
      await answers(edit(theirs), others)
    })

  test('no scope opens the account of its user', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const scopes = ['read', ...admin.permissions]
    const { token } = await personalToken(client, admin, scopes)
    const refused = [
      client.patch('/users/me').json({ bio: 'New' }),
      client.put('/users/me/password').json({ current_password: 'x', new_password: 'y' }),
      client.delete('/users/me').json({ password: 'x' }),
      client.delete('/users/me/trash'),
      client.get('/sessions'),
      client.delete('/sessions/1'),
      client.post('/logout'),
    ]
    for (const request of refused) {
      assertProblem(await request.bearerToken(token), 403, 'session_needed')
    }
    assert.isNull((await admin.refresh()).bio)
  })

  test('are named by each write that a token may do', ({ assert }) => {
    const writes = Object.values(router.toJSON())
      .flat()
      .filter(({ methods }) => !methods.includes('GET'))
      .filter(({ middleware }) =>
        [...middleware.all()].some((one) => 'name' in one && one.name === 'auth')
      )
    const forSessions = writes.filter((route) => tokenAccessOf(route) === null)
    assert.sameMembers(
      forSessions.map(({ name }) => name),
      [
        'data_exports.store',
        'email_changes.destroy',
        'identities.destroy',
        'logout.store',
        'me.destroy',
        'me.update',
        'passkeys.destroy',
        'passkeys.options.store',
        'passkeys.store',
        'passkeys.update',
        'passwords.update',
        'personal_tokens.destroy',
        'personal_tokens.store',
        'recovery_codes.store',
        'sessions.destroy',
        'sessions.step_ups.store',
        'terms.update',
        'totp.destroy',
        'totp.store',
        'totp.update',
        'trash.destroy',
      ]
    )
  })
})
