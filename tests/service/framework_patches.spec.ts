import { existsSync, readFileSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import redis from '@adonisjs/redis/services/main'
import { test } from '@japa/runner'
import cache from '#cache/cache'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'

/* The patches of docs/framework_patches.md that no other test would miss. */
test.group('A patch of a package', (group) => {
  group.each.setup(emptyDatabase)

  test('has nothing of a request made twice: middleware, controller, action and listener', async ({
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

  test('sends the commands of one turn to Redis in one message', async ({ assert }) => {
    await cache.open()
    const { ioConnection } = redis.connection()
    await ioConnection.ping()

    const answers = [ioConnection.ping(), ioConnection.ping()]
    assert.equal(ioConnection.stream.writableCorked, 1)
    await Promise.all(answers)
    assert.equal(ioConnection.stream.writableCorked, 0)
  }).skip(!process.env.REDIS_URL, 'there is no redis-server')

  test('is described where its code and its tests are', ({ assert }) => {
    const text = readFileSync(app.makePath('docs/framework_patches.md'), 'utf8')
    const paths = text.match(/(?<=`)(?:app|bin|cli|config|database|providers|start|tests)\/[^`]+/g)!
    assert.isAbove(paths.length, 50)
    for (const path of paths) assert.isTrue(existsSync(app.makePath(path)), path)
  })
})
