import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { bodyOf } from '#tests/support/answers'
import { text, uploaded } from '#tests/support/media'
import { people } from '#tests/support/staff'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

/** Where the studio shows the resources of the API. */
const screens: Record<string, string> = {
  applications: '/applications',
  audit: '/audit',
  batches: '/batches',
  collections: '/collections',
  comments: '/comments',
  imports: '/imports',
  invites: '/invites',
  mails: '/mails',
  media: '/media',
  overview: '/',
  passkeys: '/account',
  permissions: '/roles/create',
  posts: '/posts',
  reasons: '/reasons',
  reports: '/reports',
  roles: '/roles',
  sessions: '/account',
  settings: '/settings',
  tags: '/tags',
  tokens: '/account',
  types: '/types',
  users: '/users',
  views: '/posts',
  webhooks: '/webhooks',
}

const withoutScreen: Record<string, string> = {
  'account': 'pages that the links of mails open',
  'actions': 'a dialog on each post, comment, user and file',
  'deletions': 'work of minutes that operators follow at the command line: plaza jobs',
  'docs': 'the documentation itself',
  'email-changes': 'as login',
  'email-confirmations': 'as login',
  'feed.atom': 'for readers of feeds',
  'feed.json': 'for readers of feeds',
  'feed.rss': 'for readers of feeds',
  'health': 'for load balancers',
  'hooks': 'for mail servers and providers',
  'instance': 'for the front ends of visitors',
  'login': 'for clients with tokens of their own; the studio has /studio/session',
  'logout': 'as login',
  'metrics': 'for Prometheus',
  'openapi.json': 'the documentation itself',
  'openapi.yaml': 'the documentation itself',
  'password-resets': 'as login',
  'previews': 'for those to whom an editor sends the link',
  'problems': 'explains codes to developers',
  'robots.txt': 'for search engines',
  'sitemap.xml': 'for search engines',
  'stats': 'the same counts as in the overview, for scripts',
  'studio': 'the studio itself',
  'token': 'as login',
  'unsubscribes': 'a page that the links of mails open',
  'votes': 'members vote where they read',
}

test.group('The screens of the studio', (group) => {
  let studio: Studio
  let admin: User

  eachInStudio(group, async (opened) => {
    studio = opened
    admin = await UserFactory.apply('admin').create()
    await studio.signIn(admin)
  })

  test('show every resource of the API, or there is a reason why not', async ({
    client,
    assert,
  }) => {
    const { paths } = await bodyOf(client.get('/openapi.json'))
    const resources = Object.keys(paths).map((path) => path.replace(/^\/admin/, '').split('/')[1])
    const known = [...Object.keys(screens), ...Object.keys(withoutScreen)]
    assert.sameMembers([...new Set(resources)].filter(Boolean), known)
    for (const path of new Set(Object.values(screens))) {
      await studio.go(path)
      assert.notInclude(await studio.page.innerText('main'), 'Not Found', path)
    }
    assert.deepEqual(studio.complaints, [])
  })

  test('have a dialog with every action of staff', async ({ client, assert }) => {
    const post = await PostFactory.create()
    await CommentFactory.merge({ postId: post.id }).create()
    const [author] = await people('author')
    const file = await uploaded(client, author, text('Notes'))
    const actions: { description: string; target_type: string }[] = await bodyOf(
      client.get('/admin/actions').loginAs(admin)
    )
    const shown: string[] = []
    for (const path of ['/posts', '/comments', '/users', `/media/${file.id}/show`]) {
      await studio.go(path)
      await studio.page.getByRole('button', { name: /^Act/ }).first().click()
      const dialog = studio.page.getByRole('dialog')
      await dialog.getByLabel('Action').click()
      shown.push(...(await studio.page.getByRole('option').allInnerTexts()))
      await studio.page.keyboard.press('Escape')
    }
    assert.sameMembers(
      shown.filter(Boolean),
      actions.map(({ description }) => description)
    )
  })
})
