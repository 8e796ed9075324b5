import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { plainPicture, uploaded } from '#tests/support/media'
import { act, people, report as fileReport } from '#tests/support/staff'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

const hostile = [
  '<img src=x onerror="alert(1)"><script>alert(2)</script>',
  '[a link](javascript:alert(3)) \u202Egnp.exe',
  'x'.repeat(49_000),
].join('\n')

test.group('The reports of the studio', (group) => {
  let studio: Studio
  let moderator: User

  eachInStudio(group, async (opened) => {
    studio = opened
    moderator = await UserFactory.merge({ role: 'moderator' }).create()
  })

  /** @returns the ids of the post and of the report */
  async function reported(client: ApiClient, content: object = {}) {
    const post = await PostFactory.merge(content).create()
    const reporter = await UserFactory.create()
    const body = { target_type: 'post', target_id: post.id, reason: 'spam', details: 'Again.' }
    const { id } = await bodyOf(client.post('/reports').loginAs(reporter).json(body))
    return { post: post.id, report: id as number }
  }

  const shows = (report: number) =>
    studio.page.getByRole('heading', { name: `Report ${report}`, exact: true }).waitFor()

  const press = (...keys: string[]) =>
    keys.reduce(
      (before, key) => before.then(() => studio.page.keyboard.press(key)),
      Promise.resolve()
    )

  test('show the picture that is reported, though readers see it no more', async ({
    client,
    assert,
  }) => {
    const [author] = await people('author')
    const file = await uploaded(client, author, await plainPicture(60, 40).png().toBuffer())
    await runJobs()
    await answers(client.patch('/users/me').loginAs(author).json({ avatar: file.id }), 200)
    const { id } = await fileReport(client, 'media', file)
    await answers(act(client, moderator, 'media.remove', { on: file }), 201)
    await studio.signIn(moderator)
    await studio.go(`/reports/${id}/show`)
    const picture = studio.page.getByRole('img', { name: 'The reported picture' })
    await picture.waitFor()
    const width = await picture.evaluate((image: any) => image.naturalWidth)
    assert.equal(width, 60)
  })

  test('are emptied by keyboard alone', async ({ client, assert }) => {
    const [first, ...others] = [
      await reported(client),
      await reported(client),
      await reported(client),
    ]
    const dialog = studio.page.getByRole('dialog')
    await studio.signIn(moderator)
    await studio.page.getByRole('menuitem', { name: 'Reports' }).press('Enter')
    await studio.page.locator('a[data-row]').nth(2).waitFor()

    // The first is opened and acted on, the next two are dismissed.
    await press('j', 'Enter')
    await shows(first.report)
    await press('m')
    await dialog.getByLabel('Action').press('Enter')
    await studio.page.getByRole('option', { name: /out of sight/ }).press('Enter')
    await dialog.getByLabel('Reason').fill('Advertises in every thread.')
    await press('Tab', 'Tab', 'Enter')

    studio.expected = [404]
    for (const { report } of others) {
      await shows(report)
      await press('d')
      await dialog.getByLabel('Reason').fill('No rule is broken.')
      await press('Tab', 'Tab', 'Enter')
    }
    await studio.page.getByText('No report waits for you.').waitFor()
    assert.isNotNull((await row('posts', { id: first.post })).removed_at)
    assert.lengthOf(await db.from('reports').where('status', 'open'), 0)
    const actions = await db.from('audit_entries').where('actor_id', moderator.id).orderBy('id')
    assert.deepEqual(
      actions.map(({ action }) => action),
      ['post.remove', 'report.dismiss', 'report.dismiss']
    )
    assert.deepEqual(studio.complaints, [])
  })

  test('are assigned by keys, which can be switched off, and one leads to the next', async ({
    client,
    assert,
  }) => {
    const [one, two] = [await reported(client), await reported(client)]
    const dialog = studio.page.getByRole('dialog')
    const assignee = (id: number) =>
      row('reports', { id }).then(({ assignee_id: assigned }) => assigned)
    await studio.signIn(moderator)
    await studio.go('/reports')
    await studio.page.locator('a[data-row]').nth(1).waitFor()
    await press('j', 'k', 'a')
    await studio.page.getByRole('cell', { name: moderator.username }).waitFor()
    assert.deepEqual([await assignee(one.report), await assignee(two.report)], [moderator.id, null])
    await press('u')
    await studio.page.getByRole('cell', { name: moderator.username }).waitFor({ state: 'detached' })
    assert.isNull(await assignee(one.report))

    await press('Enter')
    await shows(one.report)
    const verdict = { status: 'dismissed', reason: 'No rule is broken.' }
    const decided = client.patch(`/admin/reports/${one.report}`).loginAs(moderator).json(verdict)
    await answers(decided, 200)
    await press('n')
    await shows(two.report)

    await press('?')
    await dialog.getByRole('row', { name: 'n Next report' }).waitFor()
    await studio.assertAccessible(assert, 'the keys')
    await dialog.getByLabel('Single-key shortcuts').click()
    await press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await press('d')
    await studio.page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
    await dialog.getByLabel('Single-key shortcuts').click()
    assert.equal(await dialog.count(), 1, 'no dialog of a decision')
    await press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await press('d')
    await dialog.getByLabel('Reason').waitFor()
    assert.deepEqual(studio.complaints, [])
  })

  test('on a comment show what it answers', async ({ client, assert }) => {
    const post = await PostFactory.merge({ title: 'Night trains' }).create()
    const above = await CommentFactory.merge({ postId: post.id, content: 'Buy a watch!' }).create()
    const answer = await CommentFactory.merge({
      ...{ postId: post.id, parentId: above.id, depth: 1, content: 'I did.' },
    }).create()
    await fileReport(client, 'comment', answer)
    await studio.signIn(moderator)
    await studio.go('/reports')
    await studio.page.locator('a[data-row]').click()
    const section = studio.page.getByRole('region', { name: 'Reported comment' })
    for (const text of ['Night trains', 'Buy a watch!', 'I did.'])
      await section.getByText(text, { exact: true }).waitFor()
    await studio.assertAccessibleInEachLook(assert, 'a report on a comment')
    assert.deepEqual(studio.complaints, [])
  })

  test('show hostile text as text, and no wider than the screen', async ({ client, assert }) => {
    await reported(client, { title: '<b>Bold</b> \u202Eevil', content: hostile })
    for (const viewport of [undefined, { width: 390, height: 844 }]) {
      const page = await studio.another(viewport && { viewport })
      await page.signIn(moderator)
      await page.go('/reports')
      await page.page.locator('a[data-row]').click()
      await page.page.getByText('onerror=').waitFor()
      assert.equal(await page.page.locator('section img, section script, section b').count(), 0)
      assert.equal(await page.page.locator('section a[href^="javascript"]').count(), 0)
      const overflow = await page.page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      )
      assert.isAtMost(overflow, 0)
      await page.assertAccessible(assert, 'a report')
      assert.deepEqual(page.complaints, [])
      await page.close()
    }
  })
})
