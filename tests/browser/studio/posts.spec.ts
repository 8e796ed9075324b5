import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The editor of the studio', (group) => {
  let studio: Studio
  let editor: User

  eachInStudio(group, async (opened) => {
    studio = opened
    editor = await UserFactory.merge({ role: 'editor' }).create()
    await studio.signIn(editor)
  })

  const field = (name: string) => studio.page.getByLabel(name, { exact: true })
  const isSaved = () => studio.page.getByText('All is saved.').waitFor()
  const draftOf = (client: ApiClient, id: number) =>
    bodyOf(client.get(`/posts/${id}/draft`).loginAs(editor))

  test('writes, tags and publishes a post', async ({ client, assert }) => {
    await studio.go('/posts/create')
    await field('Title *').fill('Night trains')
    await field('Text *').fill('A bed.')
    await studio.page.getByRole('button', { name: 'Save' }).click()
    await studio.page.getByRole('heading', { level: 1, name: 'Editor' }).waitFor()
    await field('Text').fill('A **bed** on wheels.')
    await field('Tags').fill('Trains')
    await field('Tags').press('Enter')
    await isSaved()
    const [{ id }] = await bodyOf(client.get('/admin/posts').loginAs(editor))
    assert.equal((await row('posts', { id })).content, 'A bed.')
    assert.containSubset(await draftOf(client, id), { content: 'A **bed** on wheels.' })

    await studio.page.getByRole('button', { name: 'Publish now' }).click()
    await studio.page.getByText('Published', { exact: true }).waitFor()
    assert.containSubset(await bodyOf(client.get(`/posts/${id}`)), {
      content: 'A **bed** on wheels.',
      content_format: 'markdown',
      tags: ['trains'],
    })
    await studio.page.getByRole('button', { name: 'Compare 2' }).click()
    await studio.page.locator('ins', { hasText: 'wheels' }).waitFor()
    await studio.page.getByRole('button', { name: 'Restore 1' }).click()
    await studio.page.getByText('Nothing was published').waitFor()
    assert.equal((await draftOf(client, id)).content, 'A bed.')
    assert.equal((await bodyOf(client.get(`/posts/${id}`))).content, 'A **bed** on wheels.')
    await studio.assertAccessible(assert, 'the editor')
    assert.deepEqual(studio.complaints, [])
  })

  test('loses no text with the connection, or with the tab', async ({ client, assert }) => {
    const { id } = await PostFactory.merge({ userId: editor.id }).create()
    await studio.go(`/posts/${id}`)
    const context = studio.page.context()
    await context.setOffline(true)
    studio.isOffline = true
    await field('Text').fill('Written in a tunnel.')
    await studio.page.getByText('No connection.').waitFor()
    await context.setOffline(false)
    await isSaved()
    assert.equal((await draftOf(client, id)).content, 'Written in a tunnel.')

    await context.setOffline(true)
    await field('Text').fill('Written before the crash.')
    await studio.page.getByText('No connection.').waitFor()
    await context.setOffline(false)
    const page = await studio.reopen()
    await page.goto(`${studio.address}/posts/${id}`)
    await isSaved()
    assert.equal(await field('Text').innerText(), 'Written before the crash.')
    await eventually(
      async () => (await draftOf(client, id)).content === 'Written before the crash.'
    )
  })

  test('shows both texts when two editors save, and loses neither', async ({ client, assert }) => {
    const other = await UserFactory.merge({ role: 'editor' }).create()
    const { id } = await PostFactory.merge({ userId: editor.id }).create()
    await studio.go(`/posts/${id}`)
    await field('Text').waitFor()
    const theirs = { content: 'By the other.' }
    await answers(client.patch(`/posts/${id}/draft`).loginAs(other).json(theirs), 200)
    studio.expected = [412]
    await field('Text').fill('By me.')
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByText('By the other.').waitFor()
    assert.isTrue(await dialog.getByText('By me.').isVisible())
    assert.isTrue(await dialog.getByText(other.username).isVisible())
    await studio.assertAccessible(assert, 'the conflict')
    await dialog.getByRole('button', { name: 'Keep mine' }).click()
    await isSaved()
    assert.equal((await draftOf(client, id)).content, 'By me.')
    assert.deepEqual(studio.complaints, [])
  })

  test('shows both texts after a crash of the tab too, and keeps what only one of them changed', async ({
    client,
    assert,
  }) => {
    const other = await UserFactory.merge({ role: 'editor' }).create()
    const { id } = await PostFactory.merge({ userId: editor.id }).create()
    await studio.go(`/posts/${id}`)
    const context = studio.page.context()
    await context.setOffline(true)
    studio.isOffline = true
    await field('Text').fill('Before the crash.')
    await studio.page.getByText('No connection.').waitFor()
    await context.setOffline(false)
    const page = await studio.reopen()
    const theirs = { content: 'By the other.', excerpt: 'Of the other.' }
    await answers(client.patch(`/posts/${id}/draft`).loginAs(other).json(theirs), 200)

    await page.goto(`${studio.address}/posts/${id}`)
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByText('By the other.').waitFor()
    assert.isTrue(await dialog.getByText('Before the crash.').isVisible())
    assert.isTrue(await dialog.getByText(other.username).isVisible())
    assert.equal((await draftOf(client, id)).content, 'By the other.')
    await dialog.getByRole('button', { name: 'Keep mine' }).click()
    await isSaved()
    assert.containSubset(await draftOf(client, id), {
      content: 'Before the crash.',
      excerpt: 'Of the other.',
    })
    assert.equal(await field('Excerpt').inputValue(), 'Of the other.')
    assert.deepEqual(studio.complaints, [])
  })

  test('schedules a post in the time zone of the browser, and cancels that', async ({
    client,
    assert,
  }) => {
    const { id } = await PostFactory.merge({ userId: editor.id, content: 'A bed.' })
      .apply('draft')
      .create()
    const tokyo = await studio.another({ timezoneId: 'Asia/Tokyo' })
    const { page } = tokyo
    await tokyo.signIn(editor)
    await tokyo.go(`/posts/${id}`)
    await page.getByRole('button', { name: 'Schedule …' }).click()
    const dialog = page.getByRole('dialog', { name: 'Publish at a time (Asia/Tokyo)' })
    await dialog.getByLabel('Time *').fill('2036-05-01T09:00')
    await tokyo.assertAccessible(assert, 'the dialog')
    await dialog.getByRole('button', { name: 'Schedule' }).click()
    await page.getByText('Scheduled · May 1, 2036 at 9:00 AM').waitFor()
    assert.containSubset(await draftOf(client, id), {
      status: 'scheduled',
      publish_at: '2036-05-01T00:00:00.000Z',
      time_zone: 'Asia/Tokyo',
    })
    await page.getByRole('button', { name: 'Make a preview link' }).click()
    const link = new URL(await page.getByLabel('Preview link, for seven days').inputValue())
    assert.include((await client.get(link.pathname)).text(), 'A bed.')

    await page.getByRole('button', { name: 'Cancel the schedule' }).click()
    await page.getByText('Draft', { exact: true }).waitFor()
    assert.equal((await row('posts', { id })).published, false)
    assert.equal(await page.getByRole('button', { name: 'Cancel the schedule' }).count(), 0)
    assert.deepEqual(tokyo.complaints, [])
    await tokyo.close()
  })
})
