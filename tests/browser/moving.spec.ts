import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import app from '@adonisjs/core/services/app'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { UserFactory } from '#database/factories/user_factory'
import { openBrowser, withoutBrowser } from '#tests/support/browser'
import { bodyOf } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { emptyStorage, plainPicture } from '#tests/support/media'
import { freshPlaza, temporaryFolder } from '#tests/support/moving'
import { PictureServer } from '#tests/support/picture_server'
import { origin } from '#tests/support/server'
import { setting } from '#tests/support/settings'
import { Studio } from '#tests/support/studio_page'
import { comment, item, meta, wxr } from '#tests/support/wxr'

/** What the theme test data of WordPress has: blocks, classic texts, pictures of all forms, threads, pages. */
function siteOf(server: string): string {
  const image = (path: string, alt: string) => `<img src="${server}${path}" alt="${alt}"/>`
  const blocks = `<!-- wp:heading --><h2>A heading</h2><!-- /wp:heading -->
<!-- wp:image {"id":20} --><figure class="wp-block-image">${image('/wide.jpg', 'A wide one')}<figcaption>Wide</figcaption></figure><!-- /wp:image -->
<!-- wp:gallery --><figure class="wp-block-gallery">${image('/wide-320x160.jpg', 'A small one')}${image('/tall.png', 'A tall one')}</figure><!-- /wp:gallery -->
<!-- wp:quote --><blockquote><p>Quoted</p></blockquote><!-- /wp:quote -->
<!-- wp:table --><table><tr><th>Name</th></tr><tr><td>Lamp</td></tr></table><!-- /wp:table -->`
  const classic = `First line\nsecond line\n\n[caption id="1" width="300"]<a href="${server}/tall.png">${image('/tall.png', 'Linked')}</a> A caption[/caption]\n\n[gallery ids="20,21"]\n\n<strong>Bold</strong> and <em>more</em>`
  const thread = [
    comment(1, 0, { 'wp:comment_user_id': '2' }),
    comment(2, 1, { 'wp:comment_content': 'An <b>answer</b>' }),
    comment(3, 2),
    comment(4, 1),
    comment(5, 0),
  ].join('')
  const attachment = (id: number, path: string, alt: string) =>
    item(
      id,
      {
        ...{ 'wp:post_type': 'attachment', 'wp:status': 'inherit', 'title': alt },
        'wp:attachment_url': `${server}${path}`,
      },
      meta('_wp_attachment_image_alt', alt)
    )
  const items = [
    item(1, { 'title': 'Blocks', 'wp:post_name': 'blocks', 'content:encoded': blocks }, thread),
    item(
      2,
      { 'title': 'Classic', 'wp:post_name': 'classic', 'content:encoded': classic },
      meta('_thumbnail_id', '20')
    ),
    item(3, { 'wp:post_type': 'page', 'wp:post_name': 'about', 'title': 'About' }),
    item(4, { 'wp:status': 'draft', 'title': 'Not yet' }),
    attachment(20, '/wide.jpg', 'The wide one'),
    attachment(21, '/tall.png', 'The tall one'),
  ]
  return wxr(items.join(''), server)
}

test.group('A site that moves in', (group) => {
  let browser: Browser

  group.tap((one) => one.skip(withoutBrowser !== undefined, withoutBrowser))
  group.setup(async () => {
    if (!withoutBrowser) browser = await openBrowser()
    return () => browser?.close()
  })
  group.each.setup(async () => {
    await freshPlaza()
    await emptyStorage()
  })
  group.each.teardown(emptyDatabase)

  test('is shown with pictures and threads, and moves on to another Plaza', async ({
    assert,
    cleanup,
    client,
  }) => {
    const folder = await temporaryFolder(cleanup)
    cleanup(setting('webhooks.allow', ['127.0.0.1']))
    const server = await PictureServer.start({
      '/wide.jpg': await plainPicture(1200, 600).jpeg().toBuffer(),
      '/tall.png': await plainPicture(300, 900).png().toBuffer(),
    })
    cleanup(() => server.stop())
    writeFileSync(join(folder, 'site.xml'), siteOf(server.site))

    const imported = await plaza(`import ${folder}/site.xml --from wordpress --media fetch --json`)
    assert.equal(imported.code, 0, imported.out + imported.err)
    await runJobs()
    await server.stop()
    await assertShown(browser, folder, assert)
    await assertInStudio(browser, assert)
    const { id } = await row('posts', { slug: 'blocks' })
    const comments = await bodyOf(client.get(`/posts/${id}/comments?limit=50`))
    assert.sameMembers(threadOf(comments), [
      ...['Comment 1 < ', 'An answer < Comment 1', 'Comment 3 < An answer'],
      ...['Comment 4 < Comment 1', 'Comment 5 < '],
    ])

    assert.equal((await plaza(`export --output ${folder}/one.tar.zst`)).code, 0)
    await freshPlaza()
    await emptyStorage()
    const roles = '--role-map admin=admin'
    const moved = await plaza(`import ${folder}/one.tar.zst --from plaza ${roles} --json`)
    assert.equal(moved.code, 0, moved.out + moved.err)
    await assertShown(browser, folder, assert)
    assert.equal((await plaza(`export --output ${folder}/two.tar.zst`)).code, 0)
    const verified = await plaza(`export verify ${folder}/one.tar.zst ${folder}/two.tar.zst`)
    assert.equal(verified.code, 0, verified.err)
  }).timeout(300_000)
})

/** Each comment with the one that it answers, as they were written. */
function threadOf(comments: { id: number; parent_id: number | null; content: string }[]): string[] {
  const texts = new Map(comments.map(({ id, content }) => [id, content]))
  return comments.map(
    ({ parent_id: parent, content }) => `${content} < ${texts.get(parent ?? 0) ?? ''}`
  )
}

/** The page of the magazine, with pictures that have loaded. */
async function assertShown(browser: Browser, folder: string, assert: Assert) {
  const text = readFileSync(app.makePath('docs/magazine.html'), 'utf8')
  const file = join(folder, 'magazine.html')
  writeFileSync(file, text.replace('http://localhost:3333', origin))
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  await page.goto(String(pathToFileURL(file)))
  await page.getByRole('link', { name: 'Blocks' }).click()
  for (const alt of ['A wide one', 'A small one', 'A tall one']) {
    const picture = page.getByAltText(alt, { exact: true })
    await picture.scrollIntoViewIfNeeded()
    await page.waitForFunction(
      (name) => (globalThis as any).document.querySelector(`img[alt="${name}"]`)?.naturalWidth > 0,
      alt
    )
    assert.include(await picture.getAttribute('src'), '/media/files/')
  }
  assert.equal(await page.locator('main blockquote').innerText(), 'Quoted')
  await page.goto(`${pathToFileURL(file)}#classic`)
  await page.getByAltText('The wide one', { exact: true }).waitFor()
  assert.equal(await page.locator('main strong').innerText(), 'Bold')
  assert.isEmpty(complaints)
  await page.close()
}

/** The texts, with their pictures, and the comments. */
async function assertInStudio(browser: Browser, assert: Assert) {
  const admin = await UserFactory.merge({ role: 'admin' }).create()
  const studio = await Studio.open(browser)
  await studio.signIn(admin)
  await studio.go('/posts')
  await studio.page.getByText('Blocks', { exact: true }).first().waitFor()
  await studio.go('/comments')
  await studio.page.getByText('Comment 3', { exact: true }).waitFor()
  const { id } = await row('posts', { slug: 'blocks' })
  await studio.go(`/posts/${id}`)
  await studio.page.getByText('/media/files/').first().waitFor()
  assert.isEmpty(studio.complaints)
  await studio.close()
}
