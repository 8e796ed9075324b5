import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import SavedView from '#models/saved_view'
import type User from '#models/user'
import { signIn, tokenOf } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { text, uploaded } from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason } from '#tests/support/staff'

const password = 'a walk by the river'
const moe = { email: 'Moe@example.org', username: 'moe', password }

test.group('POST /admin/users', (group) => {
  group.each.setup(emptyDatabase)

  test('creates an account that can sign in, and an audit entry', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const details = { ...moe, display_name: 'Moe', role: 'moderator', os_user: 'moe', reason }

    const response = await client.post('/admin/users').loginAs(admin).json(details)

    response.assertStatus(201)
    const { id } = response.body()
    response.assertHeader('location', `/admin/users/${id}`)
    assert.containSubset(response.body(), {
      username: 'moe',
      display_name: 'Moe',
      role: 'moderator',
      os_user: 'moe',
      status: 'active',
      sessions_count: 0,
    })
    assert.notInclude(response.text(), password)
    await signIn(client, moe, password)
    assert.containSubset(await row('audit_entries', { action: 'user.create' }), {
      actor_id: admin.id,
      target_type: 'user',
      target_id: id,
      subject_id: id,
      reason,
      after: { role: 'moderator' },
    })
  })

  test('creates a member with a neutral name by default', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const { email } = moe
    const response = await client.post('/admin/users').loginAs(admin).json({ email, password })
    response.assertStatus(201)
    assert.equal(response.body().role, 'member')
    assert.notInclude(response.body().username, 'moe')
  })

  test('refuses taken values, in any case', async ({ client, assert }) => {
    const [admin, user] = await people('admin', 'member')
    const create = (fields: object) =>
      client
        .post('/admin/users')
        .loginAs(admin)
        .json({ ...moe, ...fields })
    assertProblem(await create({ email: user.email.toUpperCase() }), 409, 'email_taken')
    assertProblem(await create({ username: user.username.toUpperCase() }), 409, 'username_taken')
    assert.isEmpty(await db.from('audit_entries'))
  })

  test('refuses to link an operating-system user to two accounts or to a member', async ({
    client,
    assert,
  }) => {
    const [admin, mia] = await people('admin', 'moderator')
    await answers(act(client, admin, 'user.link', { on: mia, os_user: 'unix' }), 201)
    const create = (fields: object) =>
      client
        .post('/admin/users')
        .loginAs(admin)
        .json({ ...moe, ...fields })
    assertProblem(await create({ role: 'moderator', os_user: 'unix' }), 409, 'conflict')
    assertProblem(await create({ role: 'member', os_user: 'another' }), 409, 'conflict')
    assert.lengthOf(await db.from('users'), 2)
  })

  test('refuses a wrong {pointer}')
    .with([
      { fields: { email: 'moe' }, pointer: '/email' },
      { fields: { password: 'short' }, pointer: '/password' },
      { fields: { password: 'password123' }, pointer: '/password' },
      { fields: { role: 'king' }, pointer: '/role' },
      { fields: { os_user: 'moe; rm' }, pointer: '/os_user' },
      { fields: { reason: 'no' }, pointer: '/reason' },
      { fields: { username: 'm' }, pointer: '/username' },
    ])
    .run(async ({ client }, { fields, pointer }) => {
      const [admin] = await people('admin')
      const response = await client
        .post('/admin/users')
        .loginAs(admin)
        .json({ ...moe, ...fields })
      assertProblem(response, 422, 'validation_failed', [pointer])
    })
})

/** One row of each table about how a user gets in, and lets others in. */
async function ownAccess({ id, email }: User) {
  const soon = new Date(Date.now() + 60_000)
  const tables: Record<string, object> = {
    email_changes: { old_email: email, new_email: `new-${email}`, undoable: true },
    invites: { max_uses: 1, expires_at: soon },
    identities: { issuer: 'keycloak', issuer_url: 'https://id.example.org', subject: `s${id}` },
    passkeys: {
      ...{ user_handle: Buffer.from('h'), public_key: Buffer.from('k'), counter: 0 },
      ...{ credential_id: `c${id}`, backed_up: false, name: 'My phone' },
    },
  }
  for (const [table, fields] of Object.entries(tables)) {
    await db.table(table).insert({ user_id: id, ...fields })
  }
}

test.group('POST /admin/users/{user}/exports', (group) => {
  group.each.setup(emptyDatabase)

  test('does not export reports on the exporting user', async ({ client, assert }) => {
    const [admin, other, user] = await people('admin', 'admin', 'member')
    const report = { target_type: 'user', target_id: admin.id, reason: 'abuse' }
    await answers(client.post('/reports').loginAs(user).json(report), 201)
    const reportsFor = async (reader: User) => {
      const path = `/admin/users/${user.id}/exports`
      return (await bodyOf(client.post(path).loginAs(reader).json({ reason }))).reports
    }
    assert.isEmpty(await reportsFor(admin))
    assert.lengthOf(await reportsFor(other), 1)
  })

  test('exports all data of the user, and of no other', async ({ client, assert }) => {
    const [admin, moderator, user, other] = await people('admin', 'moderator', 'member', 'member')
    const draft = await PostFactory.apply('draft').merge({ userId: user.id }).create()
    const post = await PostFactory.merge({ userId: other.id }).create()
    const comment = await CommentFactory.merge({ postId: post.id, userId: user.id }).create()
    await CommentFactory.merge({ postId: post.id, userId: other.id }).create()
    const token = await tokenOf(user)
    const events = [user, other].map(({ id }) => ({ user_id: id, event: 'signed_in' }))
    await db.table('security_events').multiInsert(events)
    const tell = (path: string, body: object) => client.post(path).bearerToken(token).json(body)
    await client.patch(`/posts/${draft.id}`).bearerToken(token).json({ title: 'Edited' })
    await client.patch(`/posts/${draft.id}/draft`).bearerToken(token).json({ title: 'Next' })
    await client.put(`/posts/${draft.id}/review`).bearerToken(token).json({ state: 'requested' })
    const { token: secret } = await bodyOf(tell(`/posts/${draft.id}/previews`, {}))
    await tell('/votes', { post_id: post.id, vote_dir: 1 })
    await tell('/reports', { target_type: 'post', target_id: post.id, reason: 'spam' })
    const made = await bodyOf(tell('/tokens', { name: 'Build', scopes: ['read'] }))
    for (const one of [user, other]) await ownAccess(one)
    await answers(
      client.post('/media').bearerToken(token).file('file', text('Notes'), 'a.txt'),
      201
    )
    await uploaded(client, other, text('Notes of another'))
    await answers(act(client, moderator, 'user.warn', { on: user }), 201)
    const note = { text: 'Calm since then.' }
    const notes = `/admin/users/${user.id}/notes`
    await answers(client.post(notes).loginAs(moderator).json(note), 201)
    // From when they were staff.
    const view = { name: 'Mine', list: 'posts', filters: { author: 'me' } }
    await SavedView.create({ ...view, userId: user.id })

    const path = `/admin/users/@${user.username}/exports`
    const response = await client.post(path).loginAs(admin).json({ reason })

    response.assertStatus(201)
    response.assertHeader('cache-control', 'no-store')
    assert.containSubset(response.body(), {
      user: { id: user.id, email: user.email },
      posts: [{ id: draft.id, published: false }],
      drafts: [{ post_id: draft.id, title: 'Next', content: draft.content }],
      reviews: [{ post_id: draft.id, state: 'requested', note: null }],
      previews: [{ post_id: draft.id, revision: null }],
      revisions: [{ title: draft.title, content: draft.content }],
      comments: [{ id: comment.id, content: comment.content }],
      votes: [{ post_id: post.id, value: 1 }],
      sessions: [{ address: null }],
      security_events: [{ event: 'signed_in', address: null }, { event: 'token_created' }],
      tokens: [{ name: 'Build', scopes: ['read'] }],
      email_changes: [{ old_email: user.email }],
      invites: [{ uses: 0 }],
      passkeys: [{ name: 'My phone' }],
      identities: [{ issuer: 'keycloak', subject: `s${user.id}` }],
      reports: [{ target_type: 'post', target_id: post.id, reason: 'spam' }],
      sanctions: [{ action: 'user.warn', reason }],
      notes: [note],
      views: [view],
      media: [{ name: 'a.txt', kind: 'document' }],
    })
    for (const [name, rows] of Object.entries<any>(response.body())) {
      if (name === 'user') continue
      assert.lengthOf(rows, name === 'security_events' ? 2 : 1, name)
    }
    for (const hidden of [
      'argon2',
      secret,
      made.token,
      'digest',
      'credential',
      'public_key',
      other.username,
      moderator.username,
    ]) {
      assert.notInclude(response.text(), hidden)
    }
    assert.containSubset(await row('audit_entries', { action: 'user.export' }), {
      actor_id: admin.id,
      target_id: user.id,
      reason,
    })
  })

  test('exports large accounts in parts, each row once and in order', async ({
    client,
    assert,
  }) => {
    const [admin, user] = await people('admin', 'member')
    const { id: postId } = await PostFactory.create()
    await db.rawQuery(
      `insert into comments (post_id, user_id, content)
       select :postId, :userId, 'Comment "' || n || '"' from generate_series(1, 200) as n`,
      { postId, userId: user.id }
    )
    const posts = await PostFactory.createMany(101)
    await db
      .table('votes')
      .multiInsert(posts.map(({ id }) => ({ post_id: id, user_id: user.id, value: -1 })))

    const path = `/admin/users/${user.id}/exports`
    const { comments, votes } = await bodyOf(client.post(path).loginAs(admin).json({ reason }))
    const contents = comments.map(({ content }: { content: string }) => content)
    assert.deepEqual(
      contents,
      Array.from({ length: 200 }, (_, index) => `Comment "${index + 1}"`)
    )
    assert.deepEqual(
      votes.map(({ post_id: id }: { post_id: number }) => id),
      posts.map(({ id }) => id).sort((a, b) => a - b)
    )
  })

  test('needs a reason and an existing user', async ({ client, assert }) => {
    const [admin, user] = await people('admin', 'member')
    const out = (whom: string, body: object) =>
      client.post(`/admin/users/${whom}/exports`).loginAs(admin).json(body)
    assertProblem(await out(`${user.id}`, {}), 422, 'validation_failed', ['/reason'])
    assertProblem(await out('@nobody', { reason }), 404, 'not_found')
    assert.isEmpty(await db.from('audit_entries'))
  })
})
