import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { ageSignIns, Authenticator, totpOf } from '#tests/support/authenticator'
import { answers, bodyOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
import { setting } from '#tests/support/settings'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('A second factor in the studio', (group) => {
  let studio: Studio
  let user: User

  eachInStudio(group, async (opened) => {
    studio = opened
    user = await UserFactory.merge({ role: 'admin', displayName: 'Ada' }).create()
  })

  const part = () => studio.page.getByRole('region', { name: 'Second factor' })
  const button = (name: string) => studio.page.getByRole('button', { name, exact: true })
  const dialog = (name: string) => studio.page.getByRole('dialog', { name })
  const home = () => studio.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()

  /** Until the studio asks for the code. */
  async function givePassword() {
    studio.expected = [401]
    await studio.trySignIn(user)
    await studio.page.getByLabel('Code of your authenticator app *').waitFor()
  }

  test('is set up with a secret, a code and recovery codes, and removed', async ({
    client,
    assert,
  }) => {
    await studio.signIn(user)
    await studio.go('/account')
    await part().getByRole('button', { name: 'Set up an authenticator app …' }).press('Enter')
    const setUp = dialog('Set up an authenticator app')
    const secret = await setUp.getByLabel('Secret').inputValue()
    const picture = setUp.getByRole('img', { name: 'The secret as a QR code' })
    assert.isTrue(await picture.evaluate((img: any) => img.complete && img.naturalWidth > 0))
    await studio.assertAccessible(assert, 'the setting up')
    studio.expected = [422]
    await setUp.getByLabel('Code of your authenticator app *').fill('12')
    await setUp.getByRole('button', { name: 'Turn on' }).click()
    await setUp.getByText('This code is wrong, or was used already.').waitFor()
    await setUp.getByLabel('Code of your authenticator app *').fill(totpOf(secret))
    await setUp.getByRole('button', { name: 'Turn on' }).press('Enter')
    const shown = dialog('Your recovery codes')
    const codes = (await shown.getByLabel('Your recovery codes').inputValue()).split('\n')
    assert.lengthOf(codes, 10)
    await studio.assertAccessible(assert, 'the recovery codes')
    await shown.getByRole('button', { name: 'I have kept them' }).click()
    await part().getByText('10 recovery codes left').waitFor()
    assert.notInclude(await studio.page.content(), codes[0])
    await studio.assertAccessibleInEachLook(assert, 'the second factor')

    const factors = await bodyOf(client.get('/users/me/second-factors').loginAs(user))
    assert.isNotNull(factors.totp)
    await part().getByRole('button', { name: 'New recovery codes' }).click()
    await button('Confirm').press('Enter')
    const fresh = await dialog('Your recovery codes').getByLabel('Your recovery codes').inputValue()
    assert.notInclude(fresh, codes[0])
    await button('I have kept them').press('Enter')
    await button('Remove the authenticator app').click()
    await button('Confirm').press('Enter')
    await part().getByRole('button', { name: 'Set up an authenticator app …' }).waitFor()
    assert.deepEqual(studio.complaints, [])
  })

  test('is asked for at the sign-in, by keyboard alone', async ({ client, assert }) => {
    const app = await Authenticator.setUp(client, user)
    await givePassword()
    await studio.assertAccessibleInEachLook(assert, 'the code of a sign-in')
    await studio.page.keyboard.type(app.wrongCode())
    await studio.page.keyboard.press('Enter')
    await studio.page.getByText('Take the present code').waitFor()
    const code = studio.page.getByLabel('Code of your authenticator app *')
    await code.fill(await app.unusedCode())
    await code.press('Enter')
    await home()
    await studio.page.reload()
    await home()
    assert.deepEqual(studio.complaints, [])
  })

  test('can be a recovery code, and the sign-in can begin anew', async ({ client, assert }) => {
    const app = await Authenticator.setUp(client, user)
    await givePassword()
    await button('Back').click()
    await studio.page.getByLabel('User name or e-mail').waitFor()
    await givePassword()
    await button('Use a recovery code').press('Enter')
    const recovery = studio.page.getByLabel('Recovery code *')
    await recovery.fill(app.recoveryCodes[4])
    await recovery.press('Enter')
    await home()
    assert.deepEqual(studio.complaints, [])
  })

  /** What a stale sign-in asks for, while the dialog of the act waits below. */
  async function makeToken(name: string) {
    await studio.go('/account')
    await button('Make a token …').press('Enter')
    await studio.page.getByLabel('What it is for *').fill(name)
    await studio.page.getByRole('button', { name: 'Make it' }).press('Enter')
    await dialog('Confirm that it is you').waitFor()
  }

  test('and the password are asked for again before what gives rights', async ({
    client,
    assert,
  }) => {
    const app = await Authenticator.setUp(client, user)
    await givePassword()
    await studio.page.getByLabel('Code of your authenticator app *').fill(await app.unusedCode())
    await button('Sign in').press('Enter')
    await home()
    await ageSignIns(user)
    // The memory of the worker follows the table alone with an event.
    await answers(client.patch('/users/me').loginAs(user).json({ bio: 'New' }), 200)

    studio.expected = [401, 422]
    await makeToken('Nightly build')
    const confirm = dialog('Confirm that it is you')
    await studio.assertAccessible(assert, 'the step-up')
    await confirm.getByLabel('Password *').fill('not the password')
    await confirm.getByLabel('Code of your authenticator app *').fill('1')
    await confirm.getByRole('button', { name: 'Confirm', exact: true }).click()
    await confirm.getByText('This is not your password.').waitFor()
    await confirm.getByLabel('Password *').fill(password)
    await confirm.getByLabel('Code of your authenticator app *').fill(await app.unusedCode())
    await confirm.getByRole('button', { name: 'Confirm', exact: true }).press('Enter')
    await dialog('Your new token').getByLabel('Token', { exact: true }).waitFor()
    assert.equal((await row('personal_tokens', { user_id: user.id })).name, 'Nightly build')
    assert.deepEqual(studio.complaints, [])
  })

  test('a step-up that is cancelled does nothing, and signs no one out', async ({
    client,
    assert,
  }) => {
    await studio.signIn(user)
    await ageSignIns(user)
    await answers(client.patch('/users/me').loginAs(user).json({ bio: 'New' }), 200)
    studio.expected = [401]
    await makeToken('Nightly build')
    const confirm = dialog('Confirm that it is you')
    assert.equal(await confirm.getByLabel('Code of your authenticator app').count(), 0)
    await confirm.getByRole('button', { name: 'Cancel' }).click()
    await dialog('Make a token').getByLabel('What it is for *').waitFor()
    await studio.go('/account')
    await part().waitFor()
    assert.deepEqual(studio.complaints, [])
  })

  test('is set up before anything else where the account needs one', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('second_factors.required', 'staff'))
    studio.expected = [403, 422]
    await studio.trySignIn(user)
    await part().getByText('Your account needs a second factor.').waitFor()
    assert.match(studio.page.url(), /\/account$/)
    await part().getByRole('button', { name: 'Set up an authenticator app …' }).press('Enter')
    const setUp = dialog('Set up an authenticator app')
    const secret = await setUp.getByLabel('Secret').inputValue()
    await setUp.getByLabel('Code of your authenticator app *').fill(totpOf(secret))
    await setUp.getByRole('button', { name: 'Turn on' }).press('Enter')
    await button('I have kept them').press('Enter')
    await studio.go('/reports')
    await studio.page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor()
    assert.equal((await bodyOf(client.get('/posts').loginAs(user))).code, undefined)
    assert.deepEqual(studio.complaints, [])
  })
})
