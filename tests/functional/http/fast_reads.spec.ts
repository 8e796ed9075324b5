import type { OutgoingHttpHeaders } from 'node:http'
import emitter from '@adonisjs/core/services/emitter'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import cache from '#cache/cache'
import { requestDurations } from '#observability/metrics'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { tokenOf } from '#tests/support/accounts'
import { send, sendBytes, type Answer } from '#tests/support/wire'

const paths = [
  '/posts/{id}',
  '/posts',
  '/posts?sort=top&limit=2',
  '/posts/{id}/comments?limit=1',
  '/comments/{comment}',
  '/feed.atom',
  '/feed.json?author=@writer',
  '/users?search=writer',
  '/users/@writer/posts',
  '/users/@writer/comments',
]

/** An answer without the members that differ each time. */
function lasting({ status, headers, body }: Answer) {
  const { date, 'x-request-id': id, ...others } = headers
  return { status, body, headers: others }
}

/** The answers on one connection, without date and request id. @param methods of the requests */
function answersIn(text: string, methods: string[]) {
  let rest = text
  return methods.map((method) => {
    const end = rest.indexOf('\r\n\r\n')
    const [status, ...fields] = rest.slice(0, end).split('\r\n')
    const hasBody = method !== 'HEAD' && !status.includes(' 304 ')
    const length = hasBody ? Number(/^content-length: (\d+)$/im.exec(rest.slice(0, end))![1]) : 0
    const body = rest.slice(end + 4, end + 4 + length)
    rest = rest.slice(end + 4 + length)
    const lower = fields.map((field) => field.toLowerCase())
    const ids = lower.filter((field) => field.startsWith('x-request-id:'))
    const others = lower.filter((field) => !/^(date|x-request-id):/.test(field)).sort()
    return { status, ids, fields: others, body }
  })
}

/** The head of a request by a user. */
const asUser = async (user: User) => ({ Authorization: `Bearer ${await tokenOf(user)}` })

/** The number of measured requests of a kind. */
async function measured(method: string, route: string): Promise<number> {
  const { values } = await requestDurations.get()
  const counts = values.filter(({ metricName }) => metricName?.endsWith('_count'))
  return counts
    .filter(({ labels }) => labels.route === route && labels.method === method)
    .reduce((sum, { value }) => sum + value, 0)
}

test.group('An answer of a fast read', (group) => {
  let id: number
  let comment: number
  let framework: string[]
  let requests = 0

  group.setup(() =>
    emitter.on('http:request_completed', ({ ctx }) => void framework.push(ctx.request.id()!))
  )
  group.each.setup(async () => {
    framework = []
    await emptyDatabase()
    const { id: userId } = await UserFactory.merge({ username: 'writer' }).create()
    id = (await PostFactory.merge({ userId }).createMany(3))[0].id
    const comments = await CommentFactory.merge({ postId: id, userId }).createMany(2)
    comment = comments[0].id
    await forget()
    await eventually(() => cache.isReady)
  })

  const forget = () => cache.invalidate('posts', `post:${id}`)

  /** Requests a path, and returns which part answered. */
  async function ask(path: string, method = 'GET', headers: OutgoingHttpHeaders = {}) {
    const requestId = `store-${++requests}`
    const answer = await send(
      path.replace('{id}', String(id)).replace('{comment}', String(comment)),
      {
        method,
        headers: { 'X-Request-Id': requestId, ...headers },
      }
    )
    // The framework reports a request at its end, in the order of the requests.
    const marker = `marker-${requests}`
    await send('/nowhere', { headers: { 'X-Request-Id': marker } })
    await eventually(() => framework.includes(marker))
    return { answer, by: framework.includes(requestId) ? 'the framework' : 'less' }
  }

  /** The same path in a URL that was never requested. */
  const fresh = (path: string) => `${path}${path.includes('?') ? '&' : '?'}_fresh=${++requests}`

  for (const method of ['GET', 'HEAD']) {
    for (const path of paths) {
      test(`to ${method} ${path} equals the framework's answer in every field`, async ({
        assert,
      }) => {
        const url = fresh(path)
        const first = await ask(url, method)
        const kept = await ask(url, method)
        await forget()
        const read = await ask(url, method)
        assert.deepEqual([first.by, kept.by, read.by], ['the framework', 'less', 'less'])
        assert.deepEqual(lasting(kept.answer), lasting(first.answer))
        assert.deepEqual(lasting(read.answer), lasting(first.answer))
        assert.notEqual(kept.answer.headers['x-request-id'], first.answer.headers['x-request-id'])
      })

      test(`to ${method} ${path} of a user equals the framework's answer`, async ({ assert }) => {
        const url = fresh(path)
        const headers = await asUser(await UserFactory.create())
        const first = await ask(url, method, headers)
        const second = await ask(url, method, headers)
        assert.equal(first.answer.status, 200)
        assert.deepEqual([first.by, second.by], ['the framework', 'less'])
        assert.deepEqual(lasting(second.answer), lasting(first.answer))
      })

      test(`to ${method} ${path} is 304 like the framework's`, async ({ assert }) => {
        const url = fresh(path)
        const { answer } = await ask(url, method)
        const known = { 'If-None-Match': answer.headers.etag! }
        const kept = await ask(url, method, known)
        await forget()
        const read = await ask(url, method, known)
        const long = await ask(fresh(path), method, known)
        assert.deepEqual([kept.by, read.by, long.by], ['less', 'less', 'the framework'])
        assert.equal(kept.answer.status, 304)
        assert.deepEqual(lasting(kept.answer), lasting(long.answer))
        assert.deepEqual(lasting(read.answer), lasting(long.answer))
      })
    }
  }

  test("on a connection that is kept equals the framework's answer in every field", async ({
    assert,
  }) => {
    const { answer } = await ask('/posts/{id}')
    const known = `If-None-Match: ${answer.headers.etag}\r\n`
    const sent = [
      { method: 'GET', fields: '' },
      { method: 'GET', fields: known },
      { method: 'HEAD', fields: '' },
      { method: 'HEAD', fields: known },
      { method: 'GET', fields: known },
      { method: 'GET', fields: 'Connection: close\r\n' },
    ]
    const methods = sent.map(({ method }) => method)
    const idsOf = (name: string) => sent.map((_, index) => `${name}-${index}`)
    const answersTo = async (name: string, urlOf: () => string) => {
      const heads = sent.map(
        ({ method, fields }, index) =>
          `${method} ${urlOf()} HTTP/1.1\r\nHost: plaza.test\r\n` +
          `X-Request-Id: ${name}-${index}\r\n${fields}\r\n`
      )
      const answers = answersIn(await sendBytes(heads.join('')), methods)
      assert.deepEqual(
        answers.flatMap(({ ids }) => ids),
        idsOf(name).map((own) => `x-request-id: ${own}`)
      )
      return answers.map(({ ids, ...others }) => others)
    }

    const url = fresh(`/posts/${id}`)
    await ask(url)
    const fast = await answersTo('fast', () => url)
    const long = await answersTo('long', () => fresh(`/posts/${id}`))
    await ask('/posts')
    assert.deepEqual(framework.filter((one) => /^(fast|long)-/.test(one)).sort(), idsOf('long'))
    assert.deepEqual(fast, long)
    assert.include(fast[1].fields, 'connection: keep-alive')
    assert.include(fast[5].fields, 'connection: close')
  })

  test('tells the time of the answer', async () => {
    const url = fresh(`/posts/${id}`)
    await ask(url)
    const head = `GET ${url} HTTP/1.1\r\nHost: plaza.test\r\n`
    const dates = async () => {
      const text = await sendBytes(`${head}\r\n${head}Connection: close\r\n\r\n`)
      return [...text.matchAll(/^date: (.*)$/gim)].map(([, date]) => Date.parse(date))
    }
    const [first] = await dates()
    await eventually(async () => {
      // Node dates the answer that closes the connection.
      const [own, byNode] = await dates()
      return own > first && Math.abs(own - byNode) <= 1000
    })
  })

  test('is measured', async ({ assert }) => {
    await ask('/posts/{id}')
    const before = await measured('GET', '/posts/:id')
    await ask('/posts/{id}')
    assert.equal(await measured('GET', '/posts/:id'), before + 1)
  })

  test('shows each user their own data', async ({ assert }) => {
    const url = fresh('/posts/{id}')
    const [voter, other] = [await UserFactory.create(), await UserFactory.create()]
    await db.table('votes').insert({ post_id: id, user_id: voter.id, value: 1 })
    await ask(url)
    const voteSeenBy = async (user?: User) => {
      const { answer, by } = await ask(url, 'GET', user ? await asUser(user) : {})
      assert.equal(by, 'less')
      return JSON.parse(answer.body).my_vote
    }
    assert.deepEqual(
      [await voteSeenBy(voter), await voteSeenBy(other), await voteSeenBy()],
      [1, 0, undefined]
    )
  })

  test('to a deleted post comes from the framework', async ({ assert }) => {
    const url = fresh('/posts/{id}')
    await ask(url)
    await db.from('posts').where({ id }).delete()
    await forget()
    const { answer, by } = await ask(url)
    assert.equal(by, 'the framework')
    assert.equal(answer.status, 404)
    assert.equal(JSON.parse(answer.body).code, 'not_found')
  })

  test('to a request with {name} comes from the framework')
    .with([
      { name: 'a bad token', headers: { Authorization: 'Bearer none' }, status: 401 },
      { name: 'an origin', headers: { Origin: 'https://example.org' }, status: 200 },
    ])
    .run(async ({ assert }, { headers, status }) => {
      await ask('/posts/{id}')
      const { answer, by } = await ask('/posts/{id}', 'GET', headers)
      assert.equal(by, 'the framework')
      assert.equal(answer.status, status)
    })

  test('is never older than a write', async ({ assert }) => {
    await ask('/posts/{id}')
    await db.from('posts').where({ id }).update({ title: 'Anew' })
    await forget()
    const { answer, by } = await ask('/posts/{id}')
    assert.equal(by, 'less')
    assert.equal(JSON.parse(answer.body).title, 'Anew')
  })
})
