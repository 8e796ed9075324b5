import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import pLimit from 'p-limit'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { hasNginx, OwnNginx, problemOf } from '#tests/support/own_nginx'
import { ServerProcess } from '#tests/support/server_process'
import { reason } from '#tests/support/staff'
import { TcpGate } from '#tests/support/tcp_gate'

const redisUrl = process.env.REDIS_URL ?? ''
const env = { APP_URL: `http://localhost:${process.env.PORT}` }

/** The text that identifies each way to withdraw content. */
const ways = ['edited', 'deleted', 'unpublished', 'removed', 'commented', 'erased'] as const
type Way = (typeof ways)[number]
const secretOf = (way: string) => `secret-${way}`

test.group('Withdrawn content behind Nginx', (group) => {
  group.tap((one) => one.skip(!hasNginx, 'there is no nginx on the PATH'))
  group.each.setup(emptyDatabase)

  let nginx: OwnNginx

  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(nginx.url + path, { method, headers })

  /** Writes as a user. */
  async function act(user: User, method: string, path: string, body?: object) {
    const headers = {
      'Content-Type': 'application/json',
      'Authorization': `Bearer ${await tokenOf(user)}`,
    }
    const init = { method, headers, body: body && JSON.stringify(body) }
    const response = await fetch(nginx.url + path, init)
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
  }

  /** Every address that shows a post. */
  function readsOf(posts: Record<Way, number>, author: number) {
    const lists = ['/posts?limit=50', '/posts?sort=new&limit=50', '/posts?limit=50&sort=new']
    const others = ['/posts?search=secret', `/users/${author}`, `/users/${author}/posts`]
    const feeds = ['/feed.json', '/feed.atom', '/feed.rss']
    const single = Object.values(posts).flatMap((id) => [`/posts/${id}`, `/posts/${id}/comments`])
    return [...lists, ...others, ...feeds, ...single].flatMap((path) => [
      () => ask(path),
      () => ask(path, { 'Accept-Encoding': 'gzip' }),
      () => ask(path, { 'Accept-Encoding': 'identity', 'Accept': 'text/html' }),
      () => ask(path, { 'If-None-Match': '"x"', 'Cache-Control': 'only-if-cached' }),
      () => ask(path, {}, 'HEAD'),
    ])
  }

  test('is never shown again, whether the app runs or not', async ({ assert, cleanup }) => {
    const server = await ServerProcess.start(redisUrl, env)
    cleanup(() => server.stop())
    nginx = await OwnNginx.start('plain', `127.0.0.1:${server.port}`)
    cleanup(() => nginx.stop())

    const staff = await UserFactory.merge({ role: 'admin' }).create()
    const author = await UserFactory.create()
    const leaver = await UserFactory.merge({ displayName: secretOf('erased') }).create()
    const posts = {} as Record<Way, number>
    for (const way of ways) {
      const userId = way === 'erased' ? leaver.id : author.id
      const title = way === 'commented' ? 'Open' : way === 'erased' ? 'Left' : secretOf(way)
      posts[way] = (await PostFactory.merge({ userId, title }).create()).id
    }
    const said = { postId: posts.commented, userId: author.id, content: secretOf('commented') }
    const comment = await CommentFactory.merge(said).create()

    const reads = readsOf(posts, leaver.id)
    // Nginx refuses more than 50 simultaneous connections of a client.
    const readAll = () => pLimit(20).map(reads, async (read) => (await read()).text())
    await readAll()
    const before = (await readAll()).join()
    for (const way of ways) assert.include(before, secretOf(way))

    const path = (way: Way) => `/posts/${posts[way]}`
    const decision = { action: 'post.remove', target_id: posts.removed, reason }
    // A published post keeps its slug unless another one is given.
    await act(author, 'PATCH', path('edited'), { title: 'Mended', slug: 'mended' })
    await act(author, 'DELETE', path('deleted'))
    await act(author, 'PATCH', path('unpublished'), { published: false })
    await act(staff, 'POST', '/admin/actions', decision)
    await act(author, 'DELETE', `/comments/${comment.id}`)
    await act(leaver, 'DELETE', '/users/me', { password })

    for (let time = 0; time < 3; time++) assert.notInclude((await readAll()).join(), 'secret-')

    await server.stop()
    const start = performance.now()
    while (performance.now() - start < 2500) {
      assert.notInclude((await readAll()).join(), 'secret-')
      await wait(100)
    }
    const { says, ought } = await problemOf(await ask(path('edited')), 'bad_gateway')
    assert.containsSubset(says, ought)
  }).timeout(60_000)

  test('stays hidden while PostgreSQL is away, and other content is shown marked as old', async ({
    assert,
    cleanup,
  }) => {
    const gate = await TcpGate.before(process.env.DATABASE_URL!)
    cleanup(() => gate.close())
    const server = await ServerProcess.start(redisUrl, {
      ...env,
      DATABASE_URL: gate.through(process.env.DATABASE_URL!),
    })
    cleanup(() => server.stop())
    nginx = await OwnNginx.start('plain', `127.0.0.1:${server.port}`)
    cleanup(() => nginx.stop())
    const author = await UserFactory.create()
    const [kept, gone] = await PostFactory.merge({ userId: author.id }).createMany(2)
    const read = async ({ id }: { id: number }) => ask(`/posts/${id}`)
    const textOf = async (path: string) => (await ask(path)).text()
    for (const post of [kept, gone]) assert.equal((await read(post)).status, 200)
    for (const feed of ['/feed.json', '/feed.atom']) assert.include(await textOf(feed), gone.title)
    await act(author, 'DELETE', `/posts/${gone.id}`)
    // What is read while messages of the deletion are on their way is not kept.
    await wait(1000)
    assert.notInclude(await textOf('/feed.json'), gone.title)

    gate.close()
    // Values of the cache hold for a while.
    const areOld = async () =>
      (await read(kept)).headers.has('age') && (await ask('/feed.json')).headers.has('age')
    await eventually(areOld, { within: 70_000 })

    const old = await read(kept)
    assert.equal(old.status, 200)
    assert.match(old.headers.get('cache-status')!, /^plaza; hit; ttl=-\d+$/)
    assert.include(await old.text(), kept.title)
    assert.equal((await read(gone)).status, 503)
    const feed = await ask('/feed.json')
    assert.match(feed.headers.get('cache-status')!, /^plaza; hit; ttl=-\d+$/)
    const { items } = (await feed.json()) as { items: { title: string }[] }
    assert.deepEqual(
      items.map(({ title }) => title),
      [kept.title]
    )
    assert.equal((await ask('/feed.atom')).status, 503)
  }).timeout(90_000)
})

test.group('The Cache-Control of answers', (group) => {
  group.each.setup(emptyDatabase)

  test('forbids every cache to show an answer without revalidation', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const comment = await CommentFactory.merge({ postId: post.id, userId: author.id }).create()
    const paths = [
      '/posts',
      '/posts?sort=top&limit=3',
      '/posts?search=word',
      '/feed.json',
      '/feed.atom?tag=word',
      '/feed.rss',
      `/posts/${post.id}`,
      `/posts/${post.id}/comments`,
      `/comments/${comment.id}`,
      `/users/${author.id}`,
      `/users/${author.id}/posts`,
      `/users/${author.id}/comments`,
      '/users/me',
      '/users/me/sanctions',
      '/sessions',
      '/posts/0',
      '/posts/999999999',
      '/users/999999999',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/nowhere',
    ]
    for (const path of paths) {
      for (const response of [await client.get(path), await client.get(path).loginAs(author)]) {
        assert.match(String(response.header('cache-control')), /^no-(cache|store)$/, path)
      }
    }
    const head = await fetch(`http://127.0.0.1:${process.env.PORT}/posts/%`)
    assert.match(String(head.headers.get('cache-control')), /^no-store$/)
  })
})
