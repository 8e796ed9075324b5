import { test } from '@japa/runner'
import { headers as describedHeaders } from '#openapi/headers'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'

const origin = 'https://client.example'

test.group('CORS', (group) => {
  group.each.setup(emptyDatabase)

  test('lets any origin read {path}, without credentials')
    .with([
      { path: '/posts', status: 200 },
      { path: '/posts/999999999', status: 404 },
      { path: '/posts?limit=0', status: 422 },
      { path: '/sessions', status: 401 },
      { path: '/votes', status: 405 },
      { path: '/nowhere', status: 404 },
    ])
    .run(async ({ client, assert }, { path, status }) => {
      const response = await client.get(path).header('Origin', origin)
      response.assertStatus(status)
      response.assertHeader('access-control-allow-origin', '*')
      assert.isUndefined(response.header('access-control-allow-credentials'))
      assert.isUndefined(response.header('set-cookie'))
    })

  test('lets scripts read the headers that a client needs: {path}')
    .with([
      { path: '/posts', needs: (name: string) => !/^(tus|upload)-/.test(name) },
      { path: '/media/uploads/1', needs: () => true },
    ])
    .run(async ({ client, assert }, { path, needs }) => {
      const response = await client.get(path).header('Origin', origin)
      const exposed = response
        .header('access-control-expose-headers')!
        .toLowerCase()
        .split(/\s*,\s*/)
      const described = Object.keys(describedHeaders).map((name) => name.toLowerCase())
      // No browser lets a script read this one (Fetch, forbidden response-header name).
      const readable = described.filter((name) => name !== 'set-cookie' && needs(name))
      assert.includeMembers(exposed, ['age', 'x-total-count', ...readable])
    })

  test('answers the preflight of {method} {path}')
    .with([
      { method: 'POST', path: '/posts' },
      { method: 'PATCH', path: '/posts/1' },
      { method: 'PUT', path: '/users/me/password' },
      { method: 'DELETE', path: '/comments/1' },
    ])
    .run(async ({ client, assert }, { method, path }) => {
      const response = await client
        .options(path)
        .header('Origin', origin)
        .header('Access-Control-Request-Method', method)
        .header('Access-Control-Request-Headers', 'authorization,content-type,idempotency-key')

      response.assertStatus(204)
      response.assertHeader('access-control-allow-origin', '*')
      response.assertHeader('access-control-max-age', '600')
      assert.isUndefined(response.header('access-control-allow-credentials'))
      assert.include(response.header('access-control-allow-methods')!, method)
      const headers = response.header('access-control-allow-headers')!.toLowerCase()
      for (const name of ['authorization', 'content-type', 'idempotency-key']) {
        assert.include(headers, name)
      }
    })

  test('lets a script write with a token', async ({ client, assert }) => {
    const response = await client
      .post('/posts')
      .loginAs(await UserFactory.create())
      .header('Origin', 'null')
      .json({ title: 'From a page', content: 'Of another origin' })
    response.assertStatus(201)
    response.assertHeader('access-control-allow-origin', '*')
    assert.isUndefined(response.header('access-control-allow-credentials'))
  })

  test('varies {path} by Origin, so that caches keep origins apart')
    .with([
      { path: '/posts', vary: 'Authorization, Origin' },
      { path: '/posts?limit=0', vary: 'Origin' },
      { path: '/docs', vary: 'Origin' },
      { path: '/', vary: 'Authorization, Origin' },
      { path: '/health/live', vary: 'Origin' },
    ])
    .run(async ({ client }, { path, vary }) => {
      const response = await client.get(path)
      response.assertHeader('vary', vary)
    })

  test('sends no CORS headers to a request without an Origin', async ({ client, assert }) => {
    const response = await client.get('/posts')
    assert.isUndefined(response.header('access-control-allow-credentials'))
  })
})
