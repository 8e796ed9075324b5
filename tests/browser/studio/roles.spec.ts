import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The roles of the studio', (group) => {
  let studio: Studio
  let admin: User

  eachInStudio(group, async (opened) => {
    studio = opened
    admin = await UserFactory.apply('admin').create()
    await studio.signIn(admin)
  })

  const button = (name: string) => studio.page.getByRole('button', { name, exact: true })
  const checkbox = (name: RegExp) => studio.page.getByRole('checkbox', { name })
  const says = (text: string) => studio.page.getByText(text).waitFor()

  const nightWatch = (client: ApiClient) =>
    answers(
      client
        .post('/admin/roles')
        .loginAs(admin)
        .json({
          name: 'night-watch',
          rank: 1,
          permissions: ['reports.handle'],
        }),
      201
    )
  const permissionsOf = async (client: ApiClient, role: string) =>
    (await bodyOf(client.get(`/admin/roles/${role}`).loginAs(admin))).permissions

  test('are made by keyboard alone, with permissions that each have a text', async ({
    client,
    assert,
  }) => {
    await studio.page.getByRole('menuitem', { name: 'Roles' }).press('Enter')
    await studio.page.getByRole('link', { name: 'Create' }).press('Enter')
    await studio.page.getByLabel('Name *').fill('night-watch')
    const about = studio.page.getByRole('group', { name: 'Reports' })
    await about.getByRole('checkbox', { name: /Read, assign, resolve/ }).press('Space')
    await button('Save').press('Enter')
    await studio.page.getByRole('link', { name: 'night-watch' }).waitFor()
    assert.deepEqual(await permissionsOf(client, 'night-watch'), ['reports.handle'])
    assert.deepEqual(studio.complaints, [])
  })

  test('get other permissions', async ({ client, assert }) => {
    await nightWatch(client)
    await studio.go('/roles/night-watch')
    await checkbox(/Read removed comments/).check()
    await checkbox(/Read, assign, resolve/).uncheck()
    await button('Save').click()
    await says('Saved. It counts within a second.')
    assert.deepEqual(await permissionsOf(client, 'night-watch'), ['comments.read_any'])
    assert.deepEqual(studio.complaints, [])
  })

  test('stay as they are if they are built in', async ({ assert }) => {
    await studio.go('/roles/moderator')
    await says('This role came with Plaza.')
    await studio.page.getByText('Read, assign, resolve').waitFor()
    assert.equal(await studio.page.getByRole('checkbox').count(), 0)
    assert.equal(await button('Save').count(), 0)
    assert.deepEqual(studio.complaints, [])
  })

  test('are deleted, and their users get the successor', async ({ client, assert }) => {
    await nightWatch(client)
    const user = await UserFactory.merge({ role: 'night-watch' }).create()
    await studio.go('/roles/night-watch')
    await button('Delete the role …').click()
    const dialog = studio.page.getByRole('dialog')
    studio.expected = [409]
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await says('name a successor')
    await dialog.getByLabel('New role of its users').press('Enter')
    await studio.page.getByRole('option', { name: 'moderator' }).press('Enter')
    await dialog.getByRole('button', { name: 'Delete' }).press('Enter')
    await says('The role is deleted.')
    assert.equal((await row('users', { id: user.id })).role, 'moderator')
    await answers(client.get('/admin/roles/night-watch').loginAs(admin), 404)
    assert.deepEqual(studio.complaints, [])
  })

  test('show both versions when two admins save, and lose neither', async ({ client, assert }) => {
    await nightWatch(client)
    await studio.go('/roles/night-watch')
    await checkbox(/Read removed comments/).check()
    const theirs = { permissions: ['audit.read'] }
    await answers(client.patch('/admin/roles/night-watch').loginAs(admin).json(theirs), 200)
    studio.expected = [412]
    await button('Save').click()
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByRole('region', { name: 'Theirs' }).getByText('audit.read').waitFor()
    await dialog.getByRole('region', { name: 'Yours' }).getByText('comments.read_any').waitFor()
    await studio.assertAccessible(assert, 'the conflict')
    await dialog.getByRole('button', { name: 'Take theirs' }).click()
    await dialog.waitFor({ state: 'detached' })
    assert.isTrue(await checkbox(/Read and verify the audit log/).isChecked())
    assert.isFalse(await checkbox(/Read removed comments/).isChecked())
    assert.deepEqual(studio.complaints, [])
  })
})
