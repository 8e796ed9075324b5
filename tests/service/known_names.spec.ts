import { Secret } from '@adonisjs/core/helpers'
import router from '@adonisjs/core/services/router'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { areas } from '#openapi/areas'
import { schemaOf } from '#openapi/parameters'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { text, uploaded } from '#tests/support/media'
import { createOwn } from '#tests/support/own_resources'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { report } from '#tests/support/staff'
import { fromStudio } from '#tests/support/studio'

/** Probes, documents and OAuth clients may send any parameters. */
const tolerant =
  /^GET \/($|health|metrics|problems|openapi|docs|studio|account|login\/:issuer\/callback)|^POST \/(login$|token\/|studio)/

const isTolerant = ({ method, pattern }: { method: string; pattern: string }) =>
  tolerant.test(`${method} ${pattern}`)

const operations = Object.assign({}, ...areas.map((area) => area.operations))

const routes = () =>
  router
    .toJSON()
    // An upload has no members.
    .root.filter(
      ({ name }) => operations[name!] && !/^media\.(uploads\.update|(uploads\.)?store)$/.test(name!)
    )
    .map(({ name, pattern, methods }) => {
      const { query, body } = operations[name!]
      const namesIn = (validator: any) =>
        Object.keys(validator ? schemaOf(validator).properties : {})
      return {
        name,
        pattern,
        method: methods[0],
        query: namesIn(query),
        body: namesIn(body?.validator),
      }
    })

/** Of a batch or a mail. */
const batchId = '0f63c454-aba9-470e-9eea-41097285556a'

/** A known name with one letter missing, unknown to every route. */
const misspelt = ([name = 'limit']: string[]) => `${name.slice(0, -2)}${name.at(-1)}`

test.group('Every route', (group) => {
  group.each.setup(emptyDatabase)

  test('refuses an unknown parameter, and names the most similar one', async ({
    assert,
    client,
  }) => {
    const admin = await UserFactory.apply('admin').create()
    for (const { pattern, method, query } of routes()) {
      const name = misspelt(query)
      const address = pattern
        .replace(':type', 'post')
        .replace(/(batches|mails)\/:id/, `$1/${batchId}`)
        .replace(/:\w+/g, '1')
      const path = `${address}?${name}=1&_=2`
      const request = fromStudio(client.request(path, method).loginAs(admin))
      const response = await (method === 'GET' ? request : request.json({}))
      const strays = (response.body().errors ?? []).filter(
        ({ rule }: { rule: string }) => rule === 'unknown'
      )
      if (isTolerant({ method, pattern })) assert.isEmpty(strays, path)
      else {
        assert.equal(response.status(), 422, path)
        assert.lengthOf(strays, 1, path)
        assert.equal(strays[0].pointer, `/query/${name}`)
        assert.include(strays[0].detail, query.length > 0 ? `"${query[0]}"` : 'no parameter', path)
      }
    }
  })

  test('refuses an unknown member, together with all other errors', async ({
    assert,
    cleanup,
    client,
  }) => {
    const key = 'the key of mail servers'
    cleanup(setting('mail.bouncesKey', new Secret(key)))
    const admin = await UserFactory.apply('admin').create()
    const post = await PostFactory.merge({ userId: admin.id }).create()
    const comment = await CommentFactory.merge({ userId: admin.id, postId: post.id }).create()
    const { id: reportId } = await report(client, 'post', post)
    const ids: Record<string, number | string> = {
      'posts': post.id,
      'comments': comment.id,
      'users': admin.id,
      'admin/reports': reportId,
      'admin/users': admin.id,
      'admin/batches': batchId,
      'media': (await uploaded(client, admin, text('Notes'))).id,
      // The body is checked before the passkey is looked up.
      'passkeys': 1,
    }
    const send = (path: string, fields: object) =>
      bodyOf(client.post(path).loginAs(admin).json(fields))
    const { id: reasonId } = await send('/admin/reasons', { title: 'Rude', text: 'Be kind.' })
    const { id: viewId } = await send('/admin/views', { name: 'Drafts', list: 'posts' })
    const applied = { email: 'grace@example.org', password: 'none', application: 'Please' }
    const [application] = await db
      .table('sign_ups')
      .insert({ ...applied, applied_at: new Date() })
      .returning('id')
    ids['admin/applications'] = application.id
    const hook = { url: 'https://8.8.8.8/hook', types: ['user.erased'] }
    const { id: webhookId } = await send('/admin/webhooks', hook)
    const staff = { 'admin/webhooks': webhookId, 'admin/reasons': reasonId, 'admin/views': viewId }
    Object.assign(ids, staff, await createOwn(send, ids))

    for (const { pattern, method, body } of routes().filter((route) => route.body.length > 0)) {
      const numbered = pattern.replace('/revisions/:number', '/revisions/1')
      const path = numbered.replace(/^\/([^:]+)\/:\w+/, (_, place) => `/${place}/${ids[place]}`)
      const name = misspelt(body)
      const sent = { [name]: 1, ...Object.fromEntries(body.map((member) => [member, {}])) }
      const request = fromStudio(client.request(path, method))
      if (path.startsWith('/hooks/')) request.bearerToken(key)
      else request.loginAs(admin)
      const response = await request.json(sent)
      if (isTolerant({ method, pattern })) assert.notInclude(JSON.stringify(response.body()), name)
      else {
        assert.equal(response.status(), 422, path)
        const stray = response
          .body()
          .errors.find(({ rule }: { rule: string }) => rule === 'unknown')
        assert.equal(stray?.pointer, `/${name}`, `${method} ${path}`)
        assert.include(stray.detail, `"${body[0]}"`)
        assert.isAbove(response.body().errors.length, 1, `${method} ${path}`)
      }
    }
  })
})

test.group('An unknown name', (group) => {
  group.each.setup(emptyDatabase)

  test('writes nothing, even with valid members', async ({ assert, client }) => {
    const author = await UserFactory.create()
    const draft = await PostFactory.merge({ userId: author.id }).apply('draft').create()
    const post = { title: 'A title', content: 'Some content', publised: false }

    assertProblem(
      await client.post('/posts').loginAs(author).json(post),
      422,
      'validation_failed',
      ['/publised']
    )
    assertProblem(
      await client
        .patch(`/posts/${draft.id}`)
        .loginAs(author)
        .json({ title: 'New', Published: true }),
      422,
      'validation_failed',
      ['/Published']
    )
    await draft.refresh()
    assert.notEqual(draft.title, 'New')
    const own = await client.get(`/users/${author.id}/posts`).loginAs(author)
    assert.lengthOf(own.body(), 1)
  })

  test('in the query is reported with all errors of the body', async ({ client }) => {
    const author = await UserFactory.create()
    const response = await client
      .post('/posts?draft=1')
      .loginAs(author)
      .json({ content: '', published: 'no', publised: false })
    const pointers = ['/title', '/content', '/published', '/publised', '/query/draft']
    assertProblem(response, 422, 'validation_failed', pointers)
  })

  test('gets the name that it begins as a suggestion', async ({ assert, client }) => {
    const user = await UserFactory.create()
    const response = await client
      .put('/users/me/password')
      .loginAs(user)
      .json({ current: 'x', new: 'y' })
    const { errors } = response.body()
    const advice = errors.filter(({ rule }: { rule: string }) => rule === 'unknown')
    assert.include(advice[0].detail, '"current_password"')
    assert.include(advice[1].detail, '"new_password"')
  })

  test('of a hostile form gets a short answer', async ({ assert, client }) => {
    const author = await UserFactory.create()
    const names = ['', '~/', '__proto__x', 'x'.repeat(9000), '\u202e', '🌻'.repeat(40)]
    for (const name of names) {
      const response = await client
        .post('/posts')
        .loginAs(author)
        .json({ title: 'A', content: 'B', [name]: 1 })
      response.assertStatus(422)
      assert.isBelow(response.text().length, 1500)
    }
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`member_${at}`, at]))
    const response = await client.post('/posts').loginAs(author).json(many)
    response.assertStatus(422)
    assert.lengthOf(response.body().errors, 22)
    assert.equal((await client.get('/posts?~%2F=1')).body().errors[0].pointer, '/query/~0~1')
  })
})

test.group('The answer of a GET', (group) => {
  group.each.setup(emptyDatabase)

  test('can be sent back: read-only members are ignored', async ({ assert, client }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const comment = await CommentFactory.merge({ userId: author.id, postId: post.id }).create()

    for (const path of [`/posts/${post.id}`, `/comments/${comment.id}`, '/users/me']) {
      const read = (await client.get(path).loginAs(author)).body()
      const forged = { ...read, id: 1, created_at: null, votes_count: 99, role: 'admin' }
      const known = Object.fromEntries(Object.entries(forged).filter(([name]) => name in read))
      const response = await client.patch(path).loginAs(author).json(known)
      response.assertStatus(200)
      assert.deepEqual({ ...response.body(), updated_at: 0 }, { ...read, updated_at: 0 })
    }
  })

  for (const { path, members } of [
    { path: '/users/me', members: ['email', 'username'] },
    { path: '/posts/{post}', members: ['title', 'content', 'published'] },
    { path: '/comments/{comment}', members: ['content'] },
  ]) {
    test(`${path} refuses null for ${members.join(', ')}`, async ({ client }) => {
      const author = await UserFactory.create()
      const post = await PostFactory.merge({ userId: author.id }).create()
      const comment = await CommentFactory.merge({ userId: author.id, postId: post.id }).create()
      const at = path.replace('{post}', `${post.id}`).replace('{comment}', `${comment.id}`)
      const nulls = Object.fromEntries(members.map((name) => [name, null]))
      const response = await client.patch(at).loginAs(author).json(nulls)
      const pointers = members.map((name) => `/${name}`)
      assertProblem(response, 422, 'validation_failed', pointers)
    })
  }

  test('accepts null for members that may be null', async ({ assert, client }) => {
    const author = await UserFactory.merge({ bio: 'Words', displayName: 'Ada' }).create()
    const response = await client
      .patch('/users/me')
      .loginAs(author)
      .json({ bio: null, display_name: null })
    response.assertStatus(200)
    assert.containSubset(response.body(), { bio: null, display_name: null })
  })
})
