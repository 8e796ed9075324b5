import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { answers } from '#tests/support/answers'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The invites of the studio', (group) => {
  let studio: Studio

  eachInStudio(group, async (opened) => {
    studio = opened
    await studio.signIn(await UserFactory.apply('admin').create())
  })

  test('show a link once, which signs people up, and are revoked', async ({ client, assert }) => {
    await studio.page.getByRole('menuitem', { name: 'Invites' }).press('Enter')
    await studio.page.getByRole('button', { name: 'Invite …' }).press('Enter')
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByLabel('At most').fill('2')
    await dialog.getByLabel('Role').press('Enter')
    await studio.page.getByRole('option', { name: 'author', exact: true }).press('Enter')
    await dialog.getByRole('button', { name: 'Make it' }).press('Enter')
    const shown = studio.page.getByRole('dialog', { name: 'The new invite' })
    const link = await shown.getByLabel('Link', { exact: true }).inputValue()
    await studio.assertAccessible(assert, 'the new invite')
    await shown.getByRole('button', { name: 'Close' }).click()

    const [, token] = /#token=([\w-]{43})$/.exec(link)!
    const fields = { email: 'grace@example.org', password: 'a plaza in the evening', invite: token }
    await answers(client.post('/users').json(fields), 201)
    await studio.page.getByRole('cell', { name: 'Who has the link' }).waitFor()
    await studio.page.getByRole('button', { name: /^Revoke the invite/ }).press('Enter')
    await studio.page.getByRole('button', { name: 'Confirm' }).press('Enter')
    await studio.page.getByText('The invite is revoked.').waitFor()
    assert.isEmpty(await db.from('invites'))
    assert.deepEqual(studio.complaints, [])
  })
})
