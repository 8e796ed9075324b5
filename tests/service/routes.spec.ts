import { test } from '@japa/runner'
import { isFast } from '#http/fast_reads'
import { openWrites, routes } from '#tests/support/routes'

/** Users can sign out and revoke tokens at any time and any number of times. */
const endsSession = [
  'logout.store',
  'personal_tokens.destroy',
  'sessions.destroy',
  'studio.sessions.destroy',
]

const reads = new Set(['GET', 'HEAD', 'OPTIONS'])

test.group('The routes', () => {
  test('all have a unique name', ({ assert }) => {
    const names = routes().map(({ name }) => name)
    assert.isNotEmpty(names)
    for (const name of names) assert.match(String(name), /^[a-z_]+(\.[a-z_]+)+$/)
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      []
    )
  })

  test('require a signed-in user for every write, except for a short open list', ({ assert }) => {
    const writes = routes().filter(({ methods }) => methods.some((method) => !reads.has(method)))
    const unguarded = writes.filter(({ middleware }) => !guardsIn(middleware).has('auth'))
    assert.isAbove(writes.length, openWrites.length)
    assert.sameMembers(
      unguarded.map(({ name }) => name),
      openWrites
    )
  })

  test('refuse writes while Plaza is read-only, except for the end of a session', ({ assert }) => {
    const writes = routes().filter(({ methods }) => methods.some((method) => !reads.has(method)))
    for (const { name, middleware } of writes) {
      assert.equal(guardsIn(middleware).has('writable'), !endsSession.includes(name!), name)
    }
  })

  test('limit the writes of each user, except for the end of a session', ({ assert }) => {
    const writes = routes().filter(
      ({ name, methods }) => !reads.has(methods[0]) && !openWrites.includes(name!)
    )
    for (const { name, middleware } of writes) {
      assert.equal(guardsIn(middleware).has('throttle'), !endsSession.includes(name!), name)
    }
  })

  test('ask for the terms on each write of a user, but for what ends or accepts something', ({
    assert,
  }) => {
    const writes = routes().filter(
      ({ name, methods }) => !reads.has(methods[0]) && !openWrites.includes(name!)
    )
    // Without a second factor that REQUIRE_2FA asks for, the terms can't be accepted.
    const factors = /^(totp|passkeys|recovery_codes|sessions\.step_ups)\./
    const exempt = [...endsSession, 'data_exports.store', 'me.destroy', 'terms.update']
    for (const { name, middleware } of writes) {
      const isExempt = exempt.includes(name!) || factors.test(name!)
      assert.equal(guardsIn(middleware).has('terms'), !isExempt, name)
    }
  })

  test('are fast where everybody reads, in so many places', ({ assert }) => {
    assert.sameMembers(
      routes()
        .filter(isFast)
        .map(({ name }) => name),
      [
        'comments.show',
        'feeds.atom',
        'feeds.json',
        'feeds.rss',
        'instances.show',
        'posts.changes.index',
        'posts.comments.index',
        'posts.index',
        'posts.show',
        'posts.slugs.show',
        'robots.show',
        'sitemaps.show',
        'tags.index',
        'users.comments.index',
        'users.index',
        'users.posts.index',
      ]
    )
  })

  test('answer 401 to every other write without a token', async ({ client, assert }) => {
    const writes = routes().filter(
      ({ name, methods }) => !reads.has(methods[0]) && !openWrites.includes(name!)
    )
    for (const { pattern, methods } of writes) {
      const response = await client.request(pattern.replace(/:\w+/g, '1'), methods[0]).json({})
      assert.equal(response.status(), 401, `${methods[0]} ${pattern}`)
      assert.equal(response.body().code, 'unauthenticated')
    }
  })
})

/** The names of the middleware of a route. */
function guardsIn(middleware: ReturnType<typeof routes>[number]['middleware']) {
  const names = [...middleware.all()].map((one) => ('name' in one ? one.name : undefined))
  return new Set(names)
}
