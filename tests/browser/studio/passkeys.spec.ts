import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { ageSignIns } from '#tests/support/authenticator'
import { row } from '#tests/support/database'
import { PasskeyDevice, passkeySite } from '#tests/support/passkey_device'
import { setting } from '#tests/support/settings'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('Passkeys in the studio', (group) => {
  let studio: Studio
  let user: User
  let device: PasskeyDevice

  group.each.setup(() => setting('passkeys.rpId', 'localhost'))
  group.each.setup(() => setting('passkeys.origins', [passkeySite]))
  eachInStudio(group, async (opened) => {
    studio = await opened.another({}, passkeySite)
    user = await UserFactory.merge({ role: 'admin', displayName: 'Ada' }).create()
    device = await PasskeyDevice.plugIn(studio.page)
  })
  group.each.teardown(() => studio?.close())

  const part = () => studio.page.getByRole('region', { name: 'Second factor' })
  const button = (name: string) => studio.page.getByRole('button', { name, exact: true })
  const home = () => studio.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()

  async function add() {
    await studio.signIn(user)
    await studio.go('/account')
    await part().getByRole('button', { name: 'Add a passkey …' }).press('Enter')
    await button('I have kept them').press('Enter')
    await part().getByText('10 recovery codes left').waitFor()
  }

  async function signOut() {
    await button('Ada').press('Enter')
    await studio.page.getByRole('menuitem', { name: 'Logout' }).press('Enter')
    await studio.page.getByLabel('User name or e-mail').waitFor()
  }

  test('are added, named, used to sign in without a password, and removed', async ({ assert }) => {
    await add()
    await button('Rename the passkey: Passkey').press('Enter')
    await studio.page.getByLabel('What you call it *').fill('My laptop')
    await button('Save').press('Enter')
    await part().getByText('My laptop').waitFor()
    await studio.assertAccessibleInEachLook(assert, 'the passkeys')

    await signOut()
    await button('Sign in with a passkey').press('Enter')
    await home()
    const { counter, last_used_at: used } = await row('passkeys', { user_id: user.id })
    assert.isAbove(counter, 0)
    assert.isNotNull(used)

    await studio.go('/account')
    await button('Remove the passkey: My laptop').press('Enter')
    await button('Confirm').press('Enter')
    await studio.page.getByText('The passkey is removed.').waitFor()
    assert.deepEqual(studio.complaints, [])
  })

  test('are a second factor beside the password', async ({ assert }) => {
    await add()
    await signOut()
    studio.expected = [401]
    await studio.trySignIn(user)
    await studio.page.getByLabel('Recovery code *').waitFor()
    assert.equal(await studio.page.getByLabel('Code of your authenticator app').count(), 0)
    await studio.assertAccessible(assert, 'a sign-in with a passkey')
    await button('Sign in with a passkey').press('Enter')
    await home()
    assert.deepEqual(studio.complaints, [])
  })

  test('make a sign-in fresh', async ({ assert }) => {
    await add()
    await ageSignIns(user)
    await studio.page.reload()
    studio.expected = [401]
    await button('Make a token …').press('Enter')
    await studio.page.getByLabel('What it is for *').fill('Nightly build')
    await button('Make it').press('Enter')
    await button('Confirm with a passkey').press('Enter')
    const shown = studio.page.getByRole('dialog', { name: 'Your new token' })
    await shown.getByLabel('Token', { exact: true }).waitFor()
    assert.deepEqual(studio.complaints, [])
  })

  test('sign no one in by a device that does not know its user', async ({ assert }) => {
    await add()
    await signOut()
    await device.know(false)
    await button('Sign in with a passkey').press('Enter')
    await studio.page.getByText('The browser gave no passkey.').waitFor()
    await device.know(true)
    await button('Sign in with a passkey').press('Enter')
    await home()
    assert.deepEqual(studio.complaints, [])
  })

  test('are made once on a device', async ({ assert }) => {
    await add()
    await part().getByRole('button', { name: 'Add a passkey …' }).press('Enter')
    await studio.page.getByText('This device has a passkey of this account already.').waitFor()
    assert.deepEqual(studio.complaints, [])
  })
})
