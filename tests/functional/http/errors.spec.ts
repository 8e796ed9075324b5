import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'

test.group('A problem document', (group) => {
  group.each.setup(emptyDatabase)

  test('explains the error, with the id of the request and a page about it', async ({
    client,
    assert,
  }) => {
    const response = await client.get('/posts/999999999').header('X-Request-Id', 'my-request.1')

    response.assertStatus(404)
    response.assertHeader('content-type', 'application/problem+json')
    response.assertHeader('cache-control', 'no-store')
    response.assertHeader('x-request-id', 'my-request.1')
    response.assertBody({
      type: '/problems/not_found',
      title: 'Not found',
      status: 404,
      detail: 'There is no such post.',
      code: 'not_found',
      instance: 'my-request.1',
    })
    const page = await client.get(response.body().type)
    page.assertStatus(200)
    page.assertHeader('content-type', 'text/markdown; charset=utf-8')
    assert.match(page.text(), /^# Not found\n\n`not_found`, status 404\n\n\S/)
  })

  test('points at each broken rule after a failed validation', async ({ client }) => {
    const response = await client
      .post('/posts')
      .loginAs(await UserFactory.create())
      .json({ title: 'x'.repeat(201), published: 'yes' })

    response.assertStatus(422)
    response.assertBodyContains({
      code: 'validation_failed',
      errors: [
        { pointer: '/title', rule: 'max_length', detail: 'title takes up to 200 characters.' },
        { pointer: '/content', rule: 'required', detail: 'content is missing.' },
        { pointer: '/published', rule: 'boolean', detail: 'published must be true or false.' },
      ],
    })
  })

  test('has no page for {code}')
    .with([
      { code: 'nonsense' },
      { code: 'toString' },
      { code: '__proto__' },
      { code: 'constructor' },
    ])
    .run(async ({ client }, { code }) => {
      assertProblem(await client.get(`/problems/${code}`), 404, 'not_found')
    })

  test('answers an unknown address: {method} {path}')
    .with(
      [
        '/nowhere',
        '/posts/1/likes',
        '/POSTS',
        '//posts',
        '/posts/1/comments/2',
        '/.env',
        '/*',
      ].flatMap((path) =>
        ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ method, path }))
      )
    )
    .run(async ({ client }, { method, path }) => {
      assertProblem(await client.request(path, method), 404, 'not_found')
    })

  test('answers {method} {path}, and lists the allowed methods: {allow}')
    .with([
      { method: 'DELETE', path: '/posts', allow: 'GET, HEAD, POST' },
      { method: 'PUT', path: '/posts', allow: 'GET, HEAD, POST' },
      { method: 'POST', path: '/posts/1', allow: 'GET, HEAD, PUT, PATCH, DELETE' },
      { method: 'GET', path: '/votes', allow: 'POST' },
      { method: 'HEAD', path: '/votes', allow: 'POST' },
      { method: 'GET', path: '/comments', allow: 'POST' },
      { method: 'PUT', path: '/comments/1', allow: 'GET, HEAD, PATCH, DELETE' },
      { method: 'GET', path: '/logout', allow: 'POST' },
      { method: 'PUT', path: '/login', allow: 'GET, HEAD, POST' },
      { method: 'POST', path: '/', allow: 'GET, HEAD' },
      { method: 'OPTIONS', path: '/votes', allow: 'POST' },
      { method: 'PROPFIND', path: '/posts', allow: 'GET, HEAD, POST' },
    ])
    .run(async ({ client, assert }, { method, path, allow }) => {
      const response = await client.request(path, method)
      response.assertStatus(405)
      response.assertHeader('allow', allow)
      if (method !== 'HEAD') assert.equal(response.body().code, 'method_not_allowed')
    })

  test('is JSON whatever the client accepts: {accept}')
    .with(
      ['text/html', 'image/png', 'application/xml;q=1', '', '*/*;q=0'].map((accept) => ({ accept }))
    )
    .run(async ({ client }, { accept }) => {
      const found = await client.get('/posts').header('Accept', accept)
      found.assertStatus(200)
      found.assertHeader('content-type', 'application/json; charset=utf-8')
      const missing = await client.get('/posts/999999999').header('Accept', accept)
      assertProblem(missing, 404, 'not_found')
    })

  test('answers {name} alike in a path, a query and a body: {status}')
    .with([
      { name: 'a bad id', method: 'GET', path: '/posts/x', status: 422, pointer: '/path/id' },
      {
        name: 'a bad query',
        method: 'GET',
        path: '/posts?limit=x',
        status: 422,
        pointer: '/query/limit',
      },
      { name: 'a bad body', method: 'POST', path: '/posts', status: 422, pointer: '/title' },
    ])
    .run(async ({ client }, { method, path, status, pointer }) => {
      const response = await client
        .request(path, method)
        .loginAs(await UserFactory.create())
        .json(method === 'POST' ? { title: 5, content: 'x' } : {})
      assertProblem(response, status, 'validation_failed', [pointer])
    })

  test('checks first the token, then the permission, then the input', async ({ client }) => {
    const post = await PostFactory.create()
    const broken = () => client.put(`/posts/${post.id}`).type('json').json({ title: 5 })
    const other = await UserFactory.create()

    assertProblem(await broken(), 401, 'unauthenticated')
    assertProblem(await broken().bearerToken('x.y.z'), 401, 'invalid_token')
    assertProblem(await broken().loginAs(other), 403, 'forbidden')
    const author = await post.related('author').query().firstOrFail()
    assertProblem(await broken().loginAs(author), 422, 'validation_failed', ['/title'])
  })

  test('names the error of a token in WWW-Authenticate', async ({ client, assert }) => {
    const without = await client.post('/votes').json({})
    without.assertHeader('www-authenticate', 'Bearer realm="plaza"')
    const bad = await client.post('/votes').bearerToken('x.y.z').json({})
    assert.match(
      bad.header('www-authenticate')!,
      /^Bearer realm="plaza", error="invalid_token", error_description="[^"]+"$/
    )
    assertProblem(await client.get('/posts').bearerToken('x.y.z'), 401, 'invalid_token')
  })
})
