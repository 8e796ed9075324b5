import { rm } from 'node:fs/promises'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers } from '#tests/support/answers'
import { withoutBrowser } from '#tests/support/browser'
import { hasNginx, OwnNginx, staticFiles } from '#tests/support/own_nginx'
import { listener } from '#tests/support/server'
import { people } from '#tests/support/staff'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

const screens = [
  {
    screens: 'moderation',
    paths: [
      '/',
      '/reports',
      '/users',
      '/comments',
      '/batches',
      '/mails',
      '/imports',
      '/webhooks',
      '/audit',
      '/posts',
      '/calendar',
      '/media',
      '/reasons',
    ],
  },
  {
    screens: 'content',
    paths: [
      '/tags',
      '/tags/create',
      '/collections',
      '/collections/create',
      '/collections/front-page',
    ],
  },
  { screens: 'types', paths: ['/types', '/types/create', '/types/event', '/settings'] },
  {
    screens: 'roles',
    paths: ['/roles', '/roles/create', '/roles/editor', '/roles/night-watch', '/account'],
  },
]

test.group('The studio', (group) => {
  let studio: Studio

  eachInStudio(group, (opened) => (studio = opened))

  /** Their pages show more than those of a new site. */
  async function content(client: ApiClient, admin: User) {
    const make = (path: string, body: object) =>
      answers(client.post(path).loginAs(admin).json(body), 201)
    await make('/collections', { title: 'Front page' })
    const { id } = await PostFactory.create()
    await answers(client.put('/collections/front-page/posts').loginAs(admin).json([id]), 200)
    await make('/admin/roles', { name: 'night-watch', rank: 1, permissions: ['votes.cast'] })
    const schema = { type: 'object', properties: { place: { type: 'string' } } }
    const event = { title: 'Event', schema }
    await answers(client.put('/types/event').loginAs(admin).json(event), 201)
  }

  const menu = () => studio.page.getByRole('menu')

  test('signs a moderator in, and shows what a moderator may open', async ({ assert }) => {
    const moderator = await UserFactory.merge({ role: 'moderator' }).create()
    await studio.signIn(moderator)
    await studio.page.getByRole('menuitem', { name: 'Reports' }).waitFor()
    const names = await studio.page.getByRole('menuitem').allInnerTexts()
    assert.includeMembers(names, ['Home', 'Reports', 'Users', 'Comments', 'Audit log'])
    assert.notInclude(names, 'Tags')
    assert.deepEqual(studio.complaints, [])
  })

  test('stays signed in over a reload, and not after a sign-out', async ({ assert }) => {
    const admin = await UserFactory.apply('admin').create()
    await studio.signIn(admin)
    await studio.page.getByRole('menuitem', { name: 'Tags' }).click()
    await studio.page.getByRole('heading', { name: 'Tags' }).waitFor()
    await studio.page.reload()
    await studio.page.getByRole('heading', { name: 'Tags' }).waitFor()
    await studio.page.getByRole('button', { name: admin.displayName ?? admin.username }).click()
    await studio.page.getByRole('menuitem', { name: 'Logout' }).click()
    await studio.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    await studio.page.reload()
    await studio.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    assert.equal(await menu().count(), 0)
    assert.deepEqual(studio.complaints, [])
  })

  test('asks for its session once when it starts', async ({ assert }) => {
    const asked: string[] = []
    studio.page.on('request', (request) => {
      if (request.url() === `${studio.address}/session`) asked.push(request.method())
    })
    await studio.go('/posts')
    assert.deepEqual(asked, ['PUT'])
    await studio.signIn(await UserFactory.apply('admin').create())
    asked.length = 0
    await studio.go('/posts')
    assert.deepEqual(asked, ['PUT'])
    assert.deepEqual(studio.complaints, [])
  })

  test('has headers on each of its pages that keep other sites out', async ({ assert }) => {
    for (const path of ['/', '/posts/1', '/reports/1/show']) {
      const answer = await studio.page.context().request.get(`${studio.address}${path}`)
      const headers = answer.headers()
      assert.containSubset(headers, {
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      })
      const rules = headers['content-security-policy'].split('; ')
      assert.includeMembers(rules, [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ])
      assert.notInclude(headers['content-security-policy'], 'unsafe')
    }
  })

  test('says why it refuses a sign-in', async ({ assert }) => {
    const user = await UserFactory.create()
    studio.expected = [401]
    await studio.trySignIn(user, 'wrong one')
    const said = await studio.page.getByRole('alert').innerText()
    assert.match(said, /password/i)
    assert.deepEqual(studio.complaints, [])
  })

  test('does the same behind Nginx, which serves the files', async ({ assert, cleanup }) => {
    const files = await staticFiles()
    const nginx = await OwnNginx.start('plain', listener, { PLAZA_STATIC: files })
    cleanup(async () => {
      await nginx.stop()
      await rm(files, { recursive: true })
    })
    const proxied = await studio.another({}, nginx.url)
    const served = proxied.page.waitForResponse((answer) => answer.url().endsWith('.js'))
    await proxied.signIn(await UserFactory.apply('admin').create())
    const headers = await (await served).allHeaders()
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(headers['content-encoding'], 'gzip')
    await proxied.go('/reports')
    assert.deepEqual(proxied.complaints, [])
    await proxied.close()
  }).skip(withoutBrowser !== undefined || !hasNginx, 'there is no Chromium or no nginx')

  test('speaks German to a German browser', async ({ assert }) => {
    const german = await studio.another({ locale: 'de-DE' })
    await german.go('/')
    await german.page.getByRole('button', { name: 'Anmelden', exact: true }).waitFor()
    assert.deepEqual(german.complaints, [])
    await german.close()
  })

  test('has no violation of axe, light and dark, wide and narrow: {screens}')
    .with(screens)
    .run(async ({ client, assert }, { paths }) => {
      const [admin] = await Promise.all([UserFactory.apply('admin').create(), people('member')])
      await content(client, admin)
      await studio.go('/')
      await studio.assertAccessibleInEachLook(assert, 'the sign-in')
      await studio.signIn(admin)
      for (const path of paths) {
        await studio.go(path)
        await studio.assertAccessibleInEachLook(assert, path)
      }
      assert.deepEqual(studio.complaints, [])
    })
})
