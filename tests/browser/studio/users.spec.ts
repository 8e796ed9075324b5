import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { bodyOf } from '#tests/support/answers'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The studio shows staff', (group) => {
  let studio: Studio

  eachInStudio(group, (opened) => (studio = opened))

  test('one user: what happened, and notes', async ({ client, assert }) => {
    const moderator = await UserFactory.apply('moderator').create()
    const member = await UserFactory.create()
    await PostFactory.merge({ userId: member.id, title: 'Watches that last' }).create()
    await studio.signIn(moderator)
    await studio.go(`/users/${member.id}/show`)
    await studio.page.getByRole('link', { name: 'Watches that last' }).waitFor()
    await studio.page.getByRole('button', { name: 'Write a note' }).click()
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByLabel('Note *').fill('<b>Promised</b> to stop.')
    await studio.assertAccessible(assert, 'the note')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    const notes = studio.page.getByRole('region', { name: 'Notes of staff' })
    await notes.getByText('<b>Promised</b> to stop.').waitFor()
    await studio.page.getByLabel('Show', { exact: true }).click()
    await studio.page.getByRole('option', { name: 'Note', exact: true }).click()
    const story = studio.page.getByRole('region', { name: 'What happened' })
    await story.getByText('<b>Promised</b> to stop.').waitFor()
    assert.equal(await story.getByRole('link').count(), 0)
    await studio.assertAccessible(assert, 'the user')
    await notes.getByRole('button', { name: /^Delete note/ }).click()
    await notes.getByText('None yet.').waitFor()
    const left = client.get(`/admin/users/${member.id}/notes`).loginAs(moderator)
    assert.deepEqual(await bodyOf(left), [])
    assert.deepEqual(studio.complaints, [])
  })

  test('reasons to choose from', async ({ client, assert }) => {
    const moderator = await UserFactory.apply('moderator').create()
    const member = await UserFactory.create()
    await studio.signIn(moderator)
    await studio.go('/reasons/create')
    await studio.page.getByLabel('Chosen by *').fill('Advertising')
    await studio.page.getByLabel('Reason *').fill('Posts may not advertise.')
    await studio.page.getByRole('button', { name: 'Save' }).click()
    await studio.page.getByRole('link', { name: 'Advertising' }).waitFor()
    await studio.assertAccessible(assert, 'the reasons')
    await studio.go(`/users/${member.id}/show`)
    await studio.page.getByRole('button', { name: `Act on it: @${member.username}` }).click()
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByLabel('Action *').click()
    await studio.page.getByRole('option', { name: 'Tell a user what was wrong' }).click()
    await dialog.getByLabel('Choose a reason').click()
    await studio.page.getByRole('option', { name: 'Advertising' }).click()
    await studio.assertAccessible(assert, 'the action')
    await dialog.getByRole('button', { name: 'Do it' }).click()
    await dialog.waitFor({ state: 'detached' })
    const [entry] = await bodyOf(client.get('/admin/audit?action=user.warn').loginAs(moderator))
    assert.equal(entry.reason, 'Posts may not advertise.')
    assert.deepEqual(studio.complaints, [])
  })

  test('what waits, and what goes out when', async ({ client, assert }) => {
    const editor = await UserFactory.merge({ role: 'editor' }).create()
    const { id } = await PostFactory.merge({ userId: editor.id, title: 'Night trains' })
      .apply('draft')
      .create()
    const at = new Date(Date.now() + 60_000)
    at.setMonth(at.getMonth() + 1, 15)
    const body = { at: at.toISOString(), time_zone: 'Europe/Berlin' }
    await client.put(`/posts/${id}/publication`).loginAs(editor).json(body)
    const { id: published } = await PostFactory.merge({
      userId: editor.id,
      title: 'Day trains',
    }).create()
    await client.patch(`/posts/${published}/draft`).loginAs(editor).json({ title: 'By day' })
    await client.put(`/posts/${published}/publication`).loginAs(editor).json(body)
    await studio.signIn(editor)
    await studio.page.getByRole('link', { name: '0 requested reviews' }).waitFor()
    await studio.go('/calendar')
    await studio.page.getByText('Nothing is scheduled in these weeks.').waitFor()
    await studio.page.getByRole('button', { name: 'The next month' }).click()
    await studio.page.getByRole('link', { name: /Night trains/ }).waitFor()
    await studio.page.getByRole('link', { name: /Day trains/ }).waitFor()
    await studio.assertAccessible(assert, 'the calendar')
    await studio.page.reload()
    await studio.page.getByRole('link', { name: /Night trains/ }).click()
    await studio.page.getByRole('heading', { level: 1, name: 'Editor' }).waitFor()
    assert.deepEqual(studio.complaints, [])
  })
})
