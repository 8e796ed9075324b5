import config from '@adonisjs/core/services/config'
import redis from '@adonisjs/redis/services/main'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import cache from '#cache/cache'
import type { TaggedCache } from '#cache/tagged_cache'
import { keyFor } from '#security/keys'
import { signText } from '#security/signed_text'
import { signIn } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { cacheDrivers, startWorkers } from '#tests/support/cache_workers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { Source } from '#tests/support/source'
import { act } from '#tests/support/staff'

const isMissing = !process.env.REDIS_URL
const prefix = () => `plaza:${config.get<string>('app.installation')}:`
const pageOf = (key: string) => `${prefix()}page:${key}`

/** Values that an attacker in Redis may write in place of a shared page. */
const forgeries: {
  what: string
  forge: (entry: string, key: string) => string | Promise<string>
}[] = [
  { what: 'another value with the old digest', forge: (entry) => entry.replace('old', 'bad') },
  { what: 'a value without a digest', forge: (entry) => entry.slice(43).replace('old', 'bad') },
  { what: 'a page with its end cut off', forge: (entry) => entry.slice(0, -2) },
  { what: 'a page with its beginning cut off', forge: (entry) => entry.slice(7) },
  { what: 'no page at all', forge: () => '\u0000\ufffd{' },
  { what: 'nothing', forge: () => '' },
  { what: 'three megabytes', forge: () => '['.repeat(3_000_000) },
  {
    what: 'a value signed with another key',
    forge: (entry, key) =>
      signText(entry.slice(43).replace('old', 'bad'), pageOf(key), keyFor('another purpose')),
  },
]

test.group('The pages that workers share in Redis', (group) => {
  group.tap((one) => one.skip(isMissing, 'there is no redis-server'))
  let [here, there]: TaggedCache[] = []
  let source: Source

  group.setup(async () => {
    if (isMissing) return () => {}
    ;[here, there] = await startWorkers(cacheDrivers[0], 2)
    return async () => {
      await Promise.all([here.close(), there.close()])
    }
  })
  group.each.setup(() => {
    source = new Source()
  })

  /** The entry that `here` has just shared of a source. */
  async function shared({ key }: Source) {
    let entry: string | null = null
    await eventually(async () => (entry = await redis.get(pageOf(key))))
    return entry!
  }

  test('{what} is ignored')
    .with(forgeries)
    .run(async ({ assert }, { forge }) => {
      await source.through(here)
      const forged = await forge(await shared(source), source.key)
      await redis.set(pageOf(source.key), forged)

      assert.equal(await source.through(there), 'old')
      assert.equal(source.reads, 2)
    })

  test('a value in Redis that is not text is ignored', async ({ assert }) => {
    await source.through(here)
    await shared(source)
    await redis.del(pageOf(source.key))
    await redis.lpush(pageOf(source.key), 'a list')
    assert.equal(await source.through(there), 'old')
    assert.equal(source.reads, 2)
  })

  test('a page that is moved to another key is ignored', async ({ assert }) => {
    const other = new Source()
    other.value = 'another page'
    await Promise.all([source.through(here), other.through(here)])
    await redis.set(pageOf(source.key), await shared(other))
    assert.equal(await source.through(there), 'old')
  })

  test('a page from before a write is ignored, and so is an expired one', async ({ assert }) => {
    await source.through(here)
    const before = await shared(source)
    await source.write(here, 'new')
    await redis.set(pageOf(source.key), before)
    assert.equal(await source.through(there), 'new')

    const brief = new Source()
    await brief.through(here, 100)
    const expired = await shared(brief)
    brief.value = 'new'
    await eventually(async () => (await redis.get(pageOf(brief.key))) === null)
    await redis.set(pageOf(brief.key), expired)
    assert.equal(await brief.through(there), 'new')
  })

  test('a genuine page is read from Redis', async ({ assert }) => {
    await source.through(here)
    await shared(source)
    assert.equal(await source.through(there), 'old')
    assert.equal(source.reads, 1)
  })
})

test.group('The content of Redis', (group) => {
  group.tap((one) => one.skip(isMissing, 'there is no redis-server'))
  group.setup(async () => {
    if (isMissing) return
    await cache.open()
    await eventually(() => cache.isReady)
  })
  group.each.setup(emptyDatabase)

  /** Uses most of the API, as users of every role. */
  async function use(client: ApiClient) {
    const [author, admin] = [
      await UserFactory.create(),
      await UserFactory.merge({ role: 'admin' }).create(),
    ]
    const { access_token: token, refresh_token: refresh } = await signIn(client, author)
    const post = await PostFactory.merge({ userId: author.id }).create()
    await client.post('/login').json({ username: author.username, password: 'wrong' })
    const paths = ['/users/me', '/sessions', '/posts', '/posts?sort=hot', `/posts/${post.id}`]
    for (const path of [...paths, `/users/${author.id}`, `/posts/${post.id}/comments`]) {
      await client.get(path).bearerToken(token)
      await client.get(path)
    }
    for (const path of ['/admin/users', '/admin/reports', '/admin/stats']) {
      await answers(client.get(path).loginAs(admin), 200)
    }
    await client.post('/votes').bearerToken(token).json({ post_id: post.id, vote_dir: 1 })
    await client.post('/posts').bearerToken(token).json({ title: 'Title', content: 'Text' })
    await client.patch('/users/me').bearerToken(token).json({ display_name: 'Countess' })
    await client.post('/token/refresh').json({ refresh_token: refresh })
    await client.delete('/users/me').bearerToken(token).json({ password: 'wrong' })
    await act(client, admin, 'user.silence', { on: author })
    await client.get(`/posts/${post.id}`)
    return { author, admin }
  }

  test('is fences, limits and signed pages of posts, and no data that decides on rights', async ({
    client,
    assert,
  }) => {
    await redis.flushdb()
    await use(client)
    const kind = /^(page:shown:posts:\w+:\d+|page:shown:post:\d+|fence:[\w:*]+|limit:\w+:.+)$/s
    let names: string[] = []
    await eventually(async () => {
      names = (await redis.keys('*')).map((key) => key.replace(prefix(), ''))
      return ['page:shown:post:', 'page:shown:posts:', 'fence:', 'limit:'].every((start) =>
        names.some((name) => name.startsWith(start))
      )
    })
    for (const name of names) assert.match(name, kind)

    for (const name of names.filter((each) => each.startsWith('page:'))) {
      const page = await redis.get(prefix() + name)
      assert.notMatch(page ?? '', /"role"|silenced|sessionId|retry_after|@/, name)
    }
  })

  test("can't make a user an admin", async ({ client, assert }) => {
    const [me, admin] = [
      await UserFactory.create(),
      await UserFactory.merge({ role: 'admin' }).create(),
    ]
    const token = await signIn(client, me).then(({ access_token: access }) => access)
    const session = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).sid
    await answers(client.get('/admin/users').bearerToken(token), 403)
    const account = { id: me.id, role: 'admin', sessionId: Number(session), silencedUntil: null }

    const entry = { fence: '||', value: account, until: Date.now() + 60_000 }
    for (const name of [`account:${me.id}:${session}`, 'read_only']) {
      for (const start of ['plaza:shared:', `${prefix()}shared:`, `${prefix()}page:`, prefix()]) {
        await redis.set(start + name, JSON.stringify(entry))
        await redis.set(
          start + name + ':signed',
          signText(JSON.stringify(entry), name, keyFor('x'))
        )
      }
    }
    const fences = await redis.keys(`${prefix()}fence:*`)
    if (fences.length > 0) await redis.del(...fences)
    for (const tag of ['*', `account:${me.id}`, `session:${session}`, 'read_only']) {
      await cacheDrivers[0].sendGarbage(JSON.stringify([tag]))
    }

    for (let time = 0; time < 20; time++) {
      await answers(client.get('/admin/users').bearerToken(token), 403)
    }
    await answers(client.get('/admin/users').loginAs(admin), 200)
    const wrong = { current_password: password, display_name: 'Me' }
    const response = await client.patch('/users/me').bearerToken(token).json(wrong)
    assert.notEqual(response.status(), 503)
  })
})
