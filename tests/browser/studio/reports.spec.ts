import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { bodyOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

const hostile = [
  '<img src=x onerror="alert(1)"><script>alert(2)</script>',
  '[a link](javascript:alert(3)) \u202Egnp.exe',
  'x'.repeat(5000),
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
