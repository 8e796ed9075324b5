import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { ServerProcess } from '#tests/support/server_process'
import { studioHeaders } from '#tests/support/studio'

test.group('A Plaza under a path', (group) => {
  let server: ServerProcess

  group.setup(async () => {
    await emptyDatabase()
    const APP_URL = 'https://club.test/plaza/'
    server = await ServerProcess.start(process.env.REDIS_URL ?? '', { APP_URL })
    return () => server.stop()
  })

  test('uses the path in links to resources, pages and problems', async ({ assert }) => {
    const token = await server.signIn(await UserFactory.create())
    const write = (title: string) =>
      server.send('POST', '/posts', { title, content: 'Under a path' }, token)
    const created = await write('One')
    assert.equal(created.headers.get('location'), `/plaza/posts/${created.body.id}`)
    await write('Two')

    // From a controller, from below the framework, and from memory.
    for (let round = 0; round < 3; round++) {
      const page = await server.get('/posts?limit=1')
      const links = page.headers.get('link')!
      assert.match(
        links,
        /^<\/plaza\/posts\?limit=1&cursor=[^>]+>; rel="next", <\/plaza\/posts\?limit=1>/
      )
    }
    const feed = (await server.get('/feed.atom')).text
    assert.include(
      feed,
      'rel="self" type="application/atom+xml" href="https://club.test/plaza/feed.atom"'
    )
    const { text } = await server.get('/robots.txt')
    assert.include(text, 'Disallow: /plaza/admin/\n')
    assert.include(text, 'Sitemap: https://club.test/plaza/sitemap.xml\n')
    assert.equal((await server.get('/nowhere')).body.type, '/plaza/problems/not_found')
    assert.equal((await server.body('/')).docs, 'https://club.test/plaza/docs')
  })

  test('limits the cookie of the studio to its path', async ({ assert }) => {
    const { username } = await UserFactory.create()
    const response = await fetch(`http://127.0.0.1:${server.port}/studio/session`, {
      method: 'POST',
      headers: { ...studioHeaders, 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
    assert.equal(response.status, 200)
    const [cookie, ...attributes] = response.headers.getSetCookie()[0].split('; ')
    assert.match(cookie, /^__Secure-plaza_studio=/)
    assert.includeMembers(attributes, ['Path=/plaza/studio/session', 'Secure', 'SameSite=Strict'])
  })

  test('serves an OpenAPI document and a page that work there', async ({ assert }) => {
    const document = await server.body('/openapi.json')
    assert.equal(document.servers[0].url, '/plaza/')
    const { password: flow } = document.components.securitySchemes.login.flows
    assert.deepEqual([flow.tokenUrl, flow.refreshUrl], ['/plaza/login', '/plaza/token/refresh'])
    const { text } = await server.get('/docs')
    const assets = [...text.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(([, path]) => path)
    assert.isAbove(assets.length, 3)
    for (const path of assets) {
      assert.match(path, /^\/plaza\/docs\//)
      assert.equal(await server.status(path.replace('/plaza', '')), 200)
    }
  })
})
