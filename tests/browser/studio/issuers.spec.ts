import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { OidcIssuer } from '#tests/support/oidc_issuer'
import { setting } from '#tests/support/settings'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('Issuers in the studio', (group) => {
  let studio: Studio
  let user: User
  let issuer: OidcIssuer

  group.setup(async () => {
    issuer = await OidcIssuer.start()
    const undo = issuer.use()
    return async () => {
      undo()
      await issuer.stop()
    }
  })
  eachInStudio(group, async (opened) => {
    studio = opened
    user = await UserFactory.merge({ role: 'admin', displayName: 'Ada' }).create()
    issuer.person = { sub: 'ada', email: user.email, email_verified: true }
  })

  const button = (name: string) => studio.page.getByRole('button', { name, exact: true })
  const home = () => studio.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()

  /** What is wrong, beside the way over the issuer. */
  const complaints = () => studio.complaints.filter((one) => !one.startsWith(issuer.url))

  test('sign in by a button, after the account was linked, and are removed', async ({ assert }) => {
    studio.expected = [409]
    await studio.go('/')
    await button('Sign in with Keycloak').waitFor()
    await studio.assertAccessible(assert, 'the page with issuers')
    await button('Sign in with Keycloak').press('Enter')
    await studio.page.getByRole('heading', { name: 'Link your account' }).waitFor()
    await studio.assertAccessibleInEachLook(assert, 'the link of an account')
    assert.notMatch(studio.page.url(), /code=/)
    await studio.page.getByLabel('Password', { exact: false }).first().fill(password)
    await button('Link and sign in').press('Enter')
    await home()

    await studio.page.context().clearCookies()
    await studio.go('/')
    await button('Sign in with Keycloak').press('Enter')
    await home()
    await studio.go('/account')
    const part = studio.page.getByRole('region', { name: 'Other sign-ins' })
    await studio.assertAccessible(assert, 'the other sign-ins')
    await part.getByRole('button', { name: 'Remove the sign-in with keycloak' }).press('Enter')
    await button('Confirm').press('Enter')
    // The open dialog hides all else from roles.
    await studio.page
      .getByRole('region', { name: 'Other sign-ins', includeHidden: true })
      .waitFor({ state: 'detached' })
    assert.lengthOf(await db.from('identities'), 0)
    assert.deepEqual(complaints(), [])
  })

  test('are the only way where passwords are off, and may refuse', async ({ assert, cleanup }) => {
    cleanup(setting('oidc.passwords', false))
    issuer.person = null
    await studio.go('/')
    await button('Sign in with Keycloak').waitFor()
    await studio.page.getByLabel('User name or e-mail').waitFor({ state: 'detached' })
    await button('Sign in with Keycloak').click()
    await studio.page.getByText('The sign-in was refused there.').waitFor()
    await studio.page.goto(`${studio.address}/login?code=stolen&state=x`)
    await studio.page.getByText('That sign-in failed. Begin it again.').waitFor()
    assert.lengthOf(await db.from('sessions'), 0)
    assert.deepEqual(complaints(), [])
  })
})
