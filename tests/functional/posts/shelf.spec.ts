import type { OutgoingHttpHeaders } from 'node:http'
import emitter from '@adonisjs/core/services/emitter'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import cache from '#queries/coherence/cache'
import { requestDuration } from '#support/metrics'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { send, type Answer } from '#tests/support/wire'

const routes = ['/posts/{id}', '/posts', '/posts?sort=top&limit=2']

/** Each answer but for what is its own. */
function lasting({ status, headers, body }: Answer) {
  const { date, 'x-request-id': id, ...others } = headers
  return { status, body, headers: others }
}

/** How many requests of a kind were measured. */
async function measured(method: string, route: string): Promise<number> {
  const { values } = await requestDuration.get()
  const counts = values.filter(({ metricName }) => metricName?.endsWith('_count'))
  return counts
    .filter(({ labels }) => labels.route === route && labels.method === method)
    .reduce((sum, { value }) => sum + value, 0)
}

test.group('The shelf under the framework', (group) => {
  let id: number
  let framework: string[]
  let requests = 0

  group.setup(() =>
    emitter.on('http:request_completed', ({ ctx }) => void framework.push(ctx.request.id()!))
  )
  group.each.setup(async () => {
    framework = []
    await emptyDatabase()
    id = (await PostFactory.createMany(3))[0].id
    await forget()
    await eventually(() => cache.isCoherent)
  })

  const forget = () => cache.drop('posts', `post:${id}`)

  /** Asks for a path, and says who answered. */
  async function ask(path: string, method = 'GET', headers: OutgoingHttpHeaders = {}) {
    const requestId = `shelf-${++requests}`
    const answer = await send(path.replace('{id}', String(id)), {
      method,
      headers: { 'X-Request-Id': requestId, ...headers },
    })
    // The framework tells of a request when it is over: in the order of the requests.
    const marker = `marker-${requests}`
    await send('/nowhere', { headers: { 'X-Request-Id': marker } })
    await eventually(() => framework.includes(marker))
    return { answer, by: framework.includes(requestId) ? 'the framework' : 'the shelf' }
  }

  for (const method of ['GET', 'HEAD']) {
    for (const path of routes) {
      test(`answers ${method} ${path} as the framework does, in every field`, async ({
        assert,
      }) => {
        const first = await ask(path, method)
        const second = await ask(path, method)
        assert.deepEqual([first.by, second.by], ['the framework', 'the shelf'])
        assert.deepEqual(lasting(second.answer), lasting(first.answer))
        assert.notEqual(second.answer.headers['x-request-id'], first.answer.headers['x-request-id'])
      })

      test(`spares the bytes of ${method} ${path} as the framework does`, async ({ assert }) => {
        const { answer } = await ask(path, method)
        const known = { 'If-None-Match': answer.headers.etag! }
        const short = await ask(path, method, known)
        await forget()
        const long = await ask(path, method, known)
        assert.deepEqual([short.by, long.by], ['the shelf', 'the framework'])
        assert.equal(short.answer.status, 304)
        assert.deepEqual(lasting(short.answer), lasting(long.answer))
      })
    }
  }

  test('measures what it answers', async ({ assert }) => {
    await ask('/posts/{id}')
    const before = await measured('GET', '/posts/:id')
    await ask('/posts/{id}')
    assert.equal(await measured('GET', '/posts/:id'), before + 1)
  })

  test('leaves a request with {name} to the framework')
    .with([
      { name: 'a token', headers: { Authorization: 'Bearer none' }, status: 401 },
      { name: 'an origin', headers: { Origin: 'https://example.org' }, status: 200 },
    ])
    .run(async ({ assert }, { headers, status }) => {
      await ask('/posts/{id}')
      const { answer, by } = await ask('/posts/{id}', 'GET', headers)
      assert.equal(by, 'the framework')
      assert.equal(answer.status, status)
    })

  test('gives nothing that a write has made old', async ({ assert }) => {
    await ask('/posts/{id}')
    await forget()
    assert.equal((await ask('/posts/{id}')).by, 'the framework')
    assert.equal((await ask('/posts/{id}')).by, 'the shelf')
  })
})
