import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { row } from '#tests/support/database'
import { setting } from '#tests/support/settings'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The terms in the studio', (group) => {
  let studio: Studio

  eachInStudio(group, async (opened) => {
    studio = opened
  })

  test('are asked for by a dialog, and accepted by keyboard', async ({ assert, cleanup }) => {
    cleanup(setting('accounts.termsVersion', '2026-12-01'))
    cleanup(setting('site.rules', ['Be kind.']))
    const user = await UserFactory.apply('admin').create()
    // The dialog hides what `signIn` waits for.
    await studio.trySignIn(user)
    const dialog = studio.page.getByRole('dialog', { name: 'The terms have changed' })
    await dialog.getByText('Be kind.').waitFor()
    await studio.assertAccessible(assert, 'the dialog')
    await dialog.getByRole('button', { name: 'I accept them' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    assert.equal((await row('users', { id: user.id })).accepted_terms, '2026-12-01')
    assert.deepEqual(studio.complaints, [])
  })

  test('that changed while a page was open are asked for by the first write', async ({
    assert,
    cleanup,
  }) => {
    const user = await UserFactory.apply('admin').create()
    await studio.signIn(user)
    await studio.go('/account')
    cleanup(setting('accounts.termsVersion', '2026-12-01'))
    studio.expected = [403]
    const profile = studio.page.getByRole('region', { name: 'Profile' })
    await profile.getByLabel('About you').fill('Counts.')
    await profile.getByRole('button', { name: 'Save' }).click()
    const dialog = studio.page.getByRole('dialog', { name: 'The terms have changed' })
    await dialog.getByRole('button', { name: 'I accept them' }).press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await profile.getByRole('button', { name: 'Save' }).press('Enter')
    await studio.page.getByText('Saved', { exact: true }).waitFor()
    assert.equal((await row('users', { id: user.id })).bio, 'Counts.')
    assert.deepEqual(studio.complaints, [])
  })
})
