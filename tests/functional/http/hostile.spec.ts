import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { send, sendBytes } from '#tests/support/wire'

/** Values in place of an id, and their statuses. */
const ids = [
  ...['0', '-1', '1.5', '1e3', '0x1', '+1', '%201', 'abc', 'NaN', 'Infinity', 'null', 'true'],
  ...['9007199254740993', '9223372036854775808', '1'.repeat(400), 'x'.repeat(8000)],
  ...['%00', '1%00', '%F0%9F%8C%BB', '1;drop', '__proto__', '*', ':id', '..%2f..', '%D9%A1'],
].map((id) => ({ id, status: 422 }))

const unreadable = ['%', '%zz', '%ff', '%c0%80', '%ED%A0%80', '1%'].map((id) => ({
  id,
  status: 400,
}))

const missing = ['2147483648', '99999999999', '9007199254740991'].map((id) => ({ id, status: 404 }))

const shortened = <T extends { id: string }>(cases: T[]) =>
  cases.map((one) => ({ ...one, name: one.id.slice(0, 24) }))

test.group('A hostile id', (group) => {
  group.each.setup(emptyDatabase)

  test('{name} is answered {status} in every position')
    .with(shortened([...ids, ...unreadable, ...missing]))
    .run(async ({ assert }, { id, status }) => {
      const places = [
        `/posts/${id}`,
        `/posts/${id}/comments`,
        `/comments/${id}`,
        `/users/${id}`,
        `/users/${id}/posts`,
        `/users/${id}/comments`,
      ]
      for (const path of places) {
        const answer = await send(path)
        assert.equal(answer.status, status, path)
        assert.equal(answer.json.instance, answer.headers['x-request-id'])
        const pointer = path.startsWith('/users/') ? '/path/user' : '/path/id'
        if (status === 422) assert.equal(answer.json.errors[0].pointer, pointer)
      }
    })

  test('is refused by every write too: {method} {path}')
    .with([
      { method: 'put' as const, path: '/posts/' },
      { method: 'patch' as const, path: '/posts/' },
      { method: 'delete' as const, path: '/posts/' },
      { method: 'patch' as const, path: '/comments/' },
      { method: 'delete' as const, path: '/comments/' },
    ])
    .run(async ({ client }, { method, path }) => {
      const user = await UserFactory.create()
      const write = (id: string) => {
        const request = client[method](`${path}${id}`).loginAs(user)
        return method === 'delete' ? request : request.json({ title: 'x' })
      }
      for (const id of ['0', '-1', '1.5', '9223372036854775808', 'abc', '%00']) {
        await answers(write(id), 422)
      }
      await answers(write('99999999999'), 404)
    })
})

test.group('A hostile query', (group) => {
  group.each.setup(emptyDatabase)

  test('?{name} is answered {status}')
    .with(
      shortened([
        ...[
          'limit[]=5',
          'limit[0]=5',
          'limit=1&limit=2',
          'limit[a]=1',
          'search[a][b][c]=1',
          'search[]=a&sort=relevance',
          'search[toString]=a&search[a]=b',
          'sort[]=new',
          'sort=new&sort=new',
          'author[]=1',
          'skip[]=1',
          'cursor[]=x',
          'cursor=%00',
          `cursor=${'A'.repeat(12_000)}`,
          'limit=%EF%BC%91',
          'search=%00',
          `unknown=${'x'.repeat(14_000)}`,
          `unknown${'['.repeat(5000)}=1`,
          Array.from({ length: 1500 }, (_, index) => `a${index}=1`).join('&'),
          Array.from({ length: 1500 }, (_, index) => `_a${index}=1`).join('&'),
          `${'_a=1&'.repeat(50)}author=1`,
          `${'&'.repeat(50)}author=1`,
          '?',
          'search=%',
          'search=%E2%80%AE',
          `search=${'-'.repeat(200)}`,
          `search=${'-%20'.repeat(100)}`,
          `search=${'-('.repeat(100)}`,
          `search=${'%22'.repeat(200)}`,
          `search=${'%22-'.repeat(100)}`,
          `search=${'%28'.repeat(200)}`,
        ].map((id) => ({ id, status: 422 })),
        ...[
          '__proto__=1',
          '__proto__[limit]=0',
          'limit[__proto__]=0',
          'constructor[prototype][limit]=0',
          'toString=1&hasOwnProperty=1',
          'search=%ff',
          'search=%ED%A0%80',
          `search=${'a%20or%20'.repeat(40)}`,
          `search=${'a_'.repeat(100)}`,
          `_=${'x'.repeat(14_000)}`,
          Array.from({ length: 40 }, (_, index) => `_a${index}=1`).join('&'),
          '&&&',
          '=',
        ].map((id) => ({ id, status: 200 })),
      ])
    )
    .run(async ({ assert }, { id, status }) => {
      await PostFactory.createMany(2)
      for (const path of ['/posts?skip=0&', '/posts?']) {
        const answer = await send(`${path}${id}`)
        assert.equal(answer.status, status)
        if (status === 200) assert.match(String(answer.headers.link), /rel="first"/)
      }
    })

  test('does not change the prototype of objects', async ({ assert }) => {
    await send('/posts?__proto__[polluted]=1&constructor[prototype][polluted]=1')
    assert.isUndefined(({} as any).polluted)
  })
})

test.group('A hostile request', (group) => {
  group.each.setup(emptyDatabase)

  test('with {name} is answered {status}')
    .with([
      {
        name: 'headers too long',
        bytes: `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`,
        status: 431,
      },
      {
        name: 'an address too long',
        bytes: `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
        status: 431,
      },
      { name: 'no HTTP', bytes: 'hello\r\n\r\n', status: 400 },
      { name: 'an unknown method', bytes: 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', status: 400 },
      { name: 'no host', bytes: 'GET / HTTP/1.1\r\n\r\n', status: 400 },
      {
        name: 'two lengths',
        bytes:
          'POST /posts HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
        status: 400,
      },
      {
        name: 'a length and chunks',
        bytes:
          'POST /posts HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        status: 400,
      },
      {
        name: 'NUL in a header',
        bytes: 'GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n',
        status: 400,
      },
      {
        name: 'a whole address',
        bytes: 'GET http://elsewhere/posts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
        status: 404,
      },
      {
        name: 'a star for an address',
        bytes: 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
        status: 404,
      },
      {
        name: 'an unknown expectation',
        bytes: 'GET / HTTP/1.1\r\nHost: x\r\nExpect: nothing\r\nConnection: close\r\n\r\n',
        status: 200,
      },
      {
        name: 'no path',
        bytes: 'GET ?limit=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
        status: 400,
      },
    ])
    .run(async ({ assert }, { bytes, status }) => {
      assert.match(await sendBytes(bytes), new RegExp(`^HTTP/1\\.1 ${status} `))
    })

  test("can't override the method: {name}")
    .with([
      { name: 'in the query', path: '/posts/{id}?_method=DELETE', headers: {} },
      { name: 'in a header', path: '/posts/{id}', headers: { 'X-HTTP-Method-Override': 'DELETE' } },
    ])
    .run(async ({ client }, { path, headers }) => {
      const author = await UserFactory.create()
      const post = await PostFactory.merge({ userId: author.id }).create()
      const response = await client
        .post(path.replace('{id}', `${post.id}`))
        .loginAs(author)
        .headers(headers as Record<string, string>)
      response.assertStatus(405)
      await answers(client.get(`/posts/${post.id}`), 200)
    })
})
