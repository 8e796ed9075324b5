import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { answers } from '#tests/support/answers'
import { setting } from '#tests/support/settings'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The applications of the studio', (group) => {
  let studio: Studio

  eachInStudio(group, async (opened) => {
    studio = opened
    await studio.signIn(await UserFactory.merge({ role: 'moderator' }).create())
  })

  test('are decided on by keyboard alone, one after the other', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('accounts.signup', 'approval'))
    for (const name of ['grace', 'spam']) {
      const fields = { email: `${name}@example.org`, password: 'a plaza in the evening' }
      await answers(client.post('/users').json({ ...fields, application: `I am ${name}` }), 202)
    }
    const { page } = studio
    await page.getByRole('menuitem', { name: 'Applications' }).press('Enter')
    await page.getByRole('link', { name: 'spam@example.org' }).waitFor()
    await page.keyboard.press('o')
    // The list has the text too.
    await page.getByRole('button', { name: 'Approve' }).waitFor()
    await page.getByText('I am grace').waitFor()
    await studio.assertAccessible(assert, 'the application')
    await page.keyboard.press('a')
    await page.getByText('I am spam').waitFor()
    await page.keyboard.press('r')
    await page.getByRole('dialog').getByLabel('Reason').fill('It advertises.')
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).press('Enter')
    await page.getByText('No application waits.').waitFor()
    const entries = await db.from('audit_entries').orderBy('id')
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['user.approve', 'user.reject']
    )
    assert.deepEqual(studio.complaints, [])
  })
})
