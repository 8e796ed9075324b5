import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The webhooks of the studio', (group) => {
  let studio: Studio

  eachInStudio(group, async (opened) => {
    studio = opened
    await studio.signIn(await UserFactory.apply('admin').create())
  })

  test('are made, tested, told once more, switched off and deleted', async ({ assert }) => {
    const { page } = studio
    const press = (name: string | RegExp) => page.getByRole('button', { name }).press('Enter')
    await page.getByRole('menuitem', { name: 'Webhooks' }).press('Enter')
    await press('New webhook …')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Address').fill('https://8.8.8.8/hook')
    await dialog.getByLabel('post.published').check()
    await dialog.getByRole('button', { name: 'Make it' }).press('Enter')
    const shown = page.getByRole('dialog', { name: 'The secret of the webhook' })
    const secret = await shown.getByLabel('Secret', { exact: true }).inputValue()
    assert.match(secret, /^whsec_/)
    await shown.getByRole('button', { name: 'Close' }).click()

    await page.getByRole('link', { name: 'https://8.8.8.8/hook' }).click()
    await press('Send a test')
    await page.getByRole('cell', { name: 'ping' }).waitFor()
    await studio.assertAccessible(assert, 'a webhook')
    await db
      .from('webhook_deliveries')
      .update({ state: 'failed', due_at: null, status: 500, answer: '<b>No</b>' })
    await press('Reload')
    await page.getByText('<b>No</b>').waitFor()
    await press(/^Send ping .* once more$/)
    await page.getByRole('cell', { name: 'Waits' }).waitFor()
    await press('Switch off')
    await press('Switch on')
    await press('New secret …')
    await press('Confirm')
    await shown.getByRole('button', { name: 'Close' }).click()
    await press('Delete …')
    await press('Confirm')
    await page.getByText('The webhook is deleted.').waitFor()
    assert.isEmpty(await db.from('webhooks'))
    assert.deepEqual(studio.complaints, [])
  })
})
