import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { ServerProcess } from '#tests/support/server_process'

const redisUrl = process.env.REDIS_URL ?? ''

/** Routes that a monitor requests all the time. */
const quiet = ['/health/live', '/health/ready', '/metrics']

/** Two paths for each route, by its id: one that matches its pattern, and one that does not. */
function requests() {
  const routes = Object.values(router.toJSON()).flat()
  const known = routes.flatMap(({ pattern, methods }) =>
    methods.map((method) => ({ method, route: pattern, path: pattern.replaceAll(/:\w+/g, '1') }))
  )
  return [...known, { method: 'GET', route: 'none', path: '/no/such/"route"' }].map(
    (request, index) => ({ ...request, id: `log-${index}` })
  )
}

const linesOf = ({ output }: ServerProcess) =>
  output
    .split('\n')
    .filter((line) => line.includes('"msg":"request"'))
    .map((line) => JSON.parse(line))

test.group('The log of requests', (group) => {
  group.each.setup(() => emptyDatabase())

  for (const mode of ['test', 'production']) {
    test(`has a JSON line for each route and method in ${mode}`, async ({ assert }) => {
      const server = await ServerProcess.start(redisUrl, { NODE_ENV: mode })
      const sent = requests()
      for (const { method, path, id } of sent) {
        const headers = { 'X-Request-Id': id }
        await fetch(`http://127.0.0.1:${server.port}${path}`, {
          method,
          headers,
          redirect: 'manual',
        })
      }
      await server.stop()

      const lines = new Map(linesOf(server).map((line) => [line.request_id, line]))
      for (const { method, route, id } of sent) {
        if (quiet.includes(route)) {
          assert.isFalse(lines.has(id), route)
          continue
        }
        const line = lines.get(id)
        assert.containsSubset(line, { level: 30, method, route, user_id: null, msg: 'request' })
        for (const name of ['time', 'pid', 'status', 'duration_ms']) {
          assert.isNumber(line[name], `${name} of ${method} ${route}`)
        }
      }
    }).skip(mode === 'production' && !redisUrl, 'there is no redis-server')
  }

  test('names the user, and logs a read from memory like any other', async ({ assert }) => {
    const server = await ServerProcess.start(redisUrl)
    const user = await UserFactory.create()
    const token = await server.signIn(user)
    for (const credentials of [token, undefined, undefined, undefined]) {
      await server.get('/posts', credentials)
    }
    await server.stop()

    const reads = linesOf(server).filter(({ route }) => route === '/posts')
    assert.deepEqual(
      reads.map(({ user_id: id, method, status }) => ({ id, method, status })),
      [user.id, null, null, null].map((id) => ({ id, method: 'GET', status: 200 }))
    )
    for (const line of reads) assert.sameMembers(Object.keys(line), Object.keys(reads[0]))
  })
})
