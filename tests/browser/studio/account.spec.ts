import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { MailServer } from '#tests/support/mail_server'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The own account in the studio', (group) => {
  let studio: Studio
  let user: User

  eachInStudio(group, async (opened) => {
    studio = opened
    user = await UserFactory.merge({ role: 'editor', displayName: 'Ada' }).create()
    await studio.signIn(user)
  })

  const part = (name: string) => studio.page.getByRole('region', { name })
  const button = (name: string) => studio.page.getByRole('button', { name, exact: true })
  const says = (text: string) => studio.page.getByText(text).waitFor()

  test('has a profile, which its user changes by keyboard alone', async ({ assert }) => {
    await button('Ada').press('Enter')
    await studio.page.getByRole('menuitem', { name: 'My account' }).press('Enter')
    await part('Profile').getByLabel('Name', { exact: true }).fill('Ada L.')
    await part('Profile').getByLabel('About you').fill('Counts.')
    await part('Profile').getByRole('button', { name: 'Save' }).press('Enter')
    await says('Saved')
    assert.containSubset(await row('users', { id: user.id }), {
      display_name: 'Ada L.',
      bio: 'Counts.',
      username: user.username,
    })
    await button('Ada L.').waitFor()
    assert.deepEqual(studio.complaints, [])
  })

  test('asks for the password with a new e-mail alone', async ({ assert }) => {
    await studio.go('/account')
    const proof = part('Profile').getByLabel('Present password *')
    assert.equal(await proof.count(), 0)
    await part('Profile').getByLabel('E-mail *').fill('ada@example.org')
    await proof.fill('not the password')
    studio.expected = [422]
    await part('Profile').getByRole('button', { name: 'Save' }).click()
    await part('Profile').getByText('This is not your password.').waitFor()
    await proof.fill(password)
    await part('Profile').getByRole('button', { name: 'Save' }).click()
    await says('Saved')
    assert.equal((await row('users', { id: user.id })).email, 'ada@example.org')
    assert.deepEqual(studio.complaints, [])
  })

  test('tells of a new e-mail that waits, and withdraws it', async ({ assert, cleanup }) => {
    const server = await MailServer.start()
    const end = server.use()
    cleanup(async () => {
      end()
      await server.stop()
    })
    await studio.go('/account')
    const field = part('Profile').getByLabel('E-mail *')
    await field.fill('lovelace@example.org')
    await part('Profile').getByLabel('Present password *').fill(password)
    await part('Profile').getByRole('button', { name: 'Save' }).click()
    await part('Profile').getByText('lovelace@example.org becomes your e-mail').waitFor()
    assert.equal(await field.inputValue(), user.email)
    await part('Profile').getByLabel('About you').fill('Counts.')
    await part('Profile').getByRole('button', { name: 'Withdraw' }).press('Enter')
    await says('Your e-mail stays as it is.')
    assert.equal(await part('Profile').getByText('becomes your e-mail').count(), 0)
    assert.equal(await part('Profile').getByLabel('About you').inputValue(), 'Counts.')
    assert.isNotNull((await row('email_changes', { user_id: user.id })).withdrawn_at)
    assert.deepEqual(studio.complaints, [])
  })

  test('shows what was changed elsewhere meanwhile, and keeps what was typed', async ({
    client,
    assert,
  }) => {
    await studio.go('/account')
    const name = part('Profile').getByLabel('Name', { exact: true })
    await name.fill('Mine')
    await answers(client.patch('/users/me').loginAs(user).json({ bio: 'Theirs.' }), 200)
    studio.expected = [412]
    await part('Profile').getByRole('button', { name: 'Save' }).click()
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByRole('region', { name: 'Theirs' }).getByText('Theirs.').waitFor()
    await dialog.getByRole('button', { name: 'Save mine' }).click()
    await studio.page.getByText('Saved', { exact: true }).waitFor()
    assert.equal(await name.inputValue(), 'Mine')
    const saved = { display_name: 'Mine', bio: null }
    assert.containSubset(await row('users', { id: user.id }), saved)
  })

  test('changes its password, and stays signed in here alone', async ({ client, assert }) => {
    const login = { username: user.username, password }
    const elsewhere = await bodyOf(client.post('/login').json(login))
    await studio.go('/account')
    await button('End the session: Unknown program').waitFor()
    await part('Password').getByLabel('Present password *').fill(password)
    await part('Password').getByLabel('New password *').fill('staple these together')
    await button('Change the password').click()
    await says('The password is changed.')
    await says('You are signed in nowhere else.')
    await answers(client.get('/users/me').bearerToken(elsewhere.access_token), 401)
    await studio.page.reload()
    await part('Password').waitFor()
    assert.deepEqual(studio.complaints, [])
  })

  test('masks passwords, and lets them be pasted and filled in', async ({ assert }) => {
    const takesPaste = (field: any) => {
      const paste = { bubbles: true, cancelable: true }
      return field.dispatchEvent(new (globalThis as any).ClipboardEvent('paste', paste))
    }
    const look = async ({ page }: Studio, fields: Record<string, string>) => {
      for (const [label, use] of Object.entries(fields)) {
        const field = page.getByLabel(label)
        assert.equal(await field.getAttribute('type'), 'password')
        assert.equal(await field.getAttribute('autocomplete'), use)
        assert.isTrue(await field.evaluate(takesPaste))
      }
    }
    await studio.go('/account')
    await look(studio, {
      'Present password *': 'current-password',
      'New password *': 'new-password',
    })
    const stranger = await studio.another()
    await stranger.go('/')
    await look(stranger, { 'Password *': 'current-password' })
    await stranger.close()
  })

  test('makes a token for a program, which is shown once, and revokes it', async ({
    client,
    assert,
  }) => {
    await studio.go('/account')
    await button('Make a token …').press('Enter')
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByLabel('What it is for *').fill('Nightly build')
    await dialog.getByLabel('Read what you may read').uncheck()
    await dialog.getByRole('button', { name: 'Make it' }).click()
    await dialog.getByText('Choose one at least').waitFor()
    await dialog.getByLabel('Read what you may read').check()
    await dialog.getByLabel('posts.publish').check()
    await dialog.getByLabel('Only from these networks').fill('127.0.0.0/8, ::1 everywhere')
    studio.expected = [422]
    await dialog.getByRole('button', { name: 'Make it' }).click()
    await dialog.getByText('allowed_networks takes addresses and networks').waitFor()
    await dialog.getByLabel('Only from these networks').fill('127.0.0.0/8, ::1')
    // What was said lies over the button.
    await dialog.getByRole('button', { name: 'Make it' }).press('Enter')
    const shown = studio.page.getByRole('dialog', { name: 'Your new token' })
    const token = await shown.getByLabel('Token', { exact: true }).inputValue()
    await studio.assertAccessible(assert, 'the new token')
    await shown.getByRole('button', { name: 'Close' }).click()
    const me = await bodyOf(client.get('/users/me').bearerToken(token))
    assert.equal(me.id, user.id)
    const { scopes } = await row('personal_tokens', { user_id: user.id })
    assert.deepEqual(scopes, ['read', 'posts.publish'])

    await part('Tokens for programs')
      .getByText(`ends with ${token.slice(-4)}`)
      .waitFor()
    assert.notInclude(await studio.page.content(), token)
    await studio.assertAccessible(assert, 'the tokens')
    await button('Revoke the token: Nightly build').click()
    await button('Confirm').press('Enter')
    await says('You have no tokens.')
    await answers(client.get('/users/me').bearerToken(token), 401)
    assert.deepEqual(studio.complaints, [])
  })

  test('ends one of its sessions, or all but this one', async ({ client, assert }) => {
    const login = { username: user.username, password }
    const programs = ['Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/140.0', 'curl/8.14.1', 'other/1']
    for (const program of programs) {
      await answers(client.post('/login').header('User-Agent', program).json(login), 200)
    }
    await studio.go('/account')
    await button('End the session: Firefox, Windows').click()
    await says('The session has ended.')
    await button('End the session: Firefox, Windows').waitFor({ state: 'detached' })
    await button('End all others').press('Enter')
    await button('Confirm').press('Enter')
    await says('You are signed in nowhere else.')
    const left = await bodyOf(client.get('/sessions').loginAs(user))
    // That of the studio, and that of this very question.
    assert.lengthOf(left, 2)
    assert.deepEqual(studio.complaints, [])
  })

  test('makes a file of all that there is of the user', async ({ assert }) => {
    await studio.go('/account')
    await button('Ask for your data').click()
    await says('Your file is being made.')
    await runJobs()
    const downloads = studio.page.waitForEvent('download')
    await button('Download').click()
    const path = await (await downloads).path()
    const { user: exported } = JSON.parse(await readFile(path, 'utf8'))
    assert.equal(exported.email, user.email)
    assert.deepEqual(studio.complaints, [])
  })
})
