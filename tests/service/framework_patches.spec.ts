import { existsSync, readFileSync } from 'node:fs'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import redis from '@adonisjs/redis/services/main'
import { test } from '@japa/runner'
import cache from '#cache/cache'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'

/* Tests of the patches in docs/framework_patches.md that have no other test. */
test.group('A patch of a package', (group) => {
  group.each.setup(emptyDatabase)

  test('creates nothing anew for a second request: middleware, controller, action, listener', async ({
    assert,
    client,
    cleanup,
  }) => {
    const [user, post] = [await UserFactory.create(), await PostFactory.create()]
    const vote = async (direction: number) => {
      const body = { post_id: post.id, vote_dir: direction }
      const response = await client.post('/votes').loginAs(user).json(body)
      response.assertStatus(200)
    }
    const made: string[] = []
    const emit = (_: unknown, { binding }: { binding: unknown }) => {
      if (typeof binding === 'function') made.push(binding.name)
    }
    app.container.useEmitter({ emit })
    cleanup(() => void app.container.useEmitter({ emit() {} }))
    class Seen {}
    await vote(1)
    made.length = 0
    await vote(-1)
    await app.container.make(Seen)

    assert.deepEqual(made, ['Seen'])
  })

  test('lets the commands of one turn leave for Redis in one message', async ({ assert }) => {
    await cache.open()
    const { ioConnection } = redis.connection()
    await ioConnection.ping()

    const answers = [ioConnection.ping(), ioConnection.ping()]
    assert.equal(ioConnection.stream.writableCorked, 1)
    await Promise.all(answers)
    // Others write on this connection too: it may be held once more at this very moment.
    while (ioConnection.stream.writableCorked) await endOfTurn()
  }).skip(!process.env.REDIS_URL, 'there is no redis-server')

  test('has an entry that names its files and the titles of its tests', ({ assert }) => {
    const read = (path: string) => readFileSync(app.makePath(path), 'utf8')
    const text = read('docs/framework_patches.md')
    const paths = text.match(/(?<=`)(?:app|bin|cli|config|database|providers|start|tests)\/[^`]+/g)!
    assert.isAbove(paths.length, 50)
    for (const path of paths) assert.isTrue(existsSync(app.makePath(path)), path)

    const titles = [...text.matchAll(/`(tests\/[^`]+)`\s+\(_([^_]+)_\)/g)]
    assert.isAbove(titles.length, 5)
    for (const [, path, title] of titles) assert.include(read(path), title, path)
  })
})
