import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { eventually } from '#tests/support/eventually'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The lists of the studio', (group) => {
  let studio: Studio
  let editor: User

  eachInStudio(group, async (opened) => {
    studio = opened
    editor = await UserFactory.merge({ role: 'editor' }).create()
    await studio.signIn(editor)
  })

  const heads = () => studio.page.locator('th').allInnerTexts()
  const titles = () => studio.page.locator('a[data-row]').allInnerTexts()
  const button = (name: string | RegExp) => studio.page.getByRole('button', { name })
  const item = (name: string) => studio.page.getByRole('menuitem', { name, exact: true })
  /** Of a filter or a column. */
  const choice = (name: string) => studio.page.getByRole('menuitemcheckbox', { name, exact: true })
  const dialog = () => studio.page.getByRole('dialog')
  const viewsOf = (client: ApiClient, user: User) =>
    bodyOf(client.get('/admin/views?list=posts').loginAs(user))

  /** Waits for a list with these titles. */
  async function shows(...expected: string[]) {
    for (const title of expected) await studio.page.getByRole('link', { name: title }).waitFor()
    await eventually(async () => (await titles()).length === expected.length)
  }

  test('keep tabs and filters in the address', async ({ assert }) => {
    const posts = { language: 'de', title: 'Nachtzüge' }
    await PostFactory.merge(posts).create()
    await PostFactory.merge({ title: 'Night trains' }).create()
    await PostFactory.merge({ ...posts, title: 'Not yet' })
      .apply('draft')
      .create()
    await studio.go('/posts')
    await shows('Nachtzüge', 'Night trains', 'Not yet')
    await studio.page.getByRole('tab', { name: 'Published', exact: true }).click()
    await shows('Nachtzüge', 'Night trains')
    await button('Add filter').click()
    await choice('Language').click()
    await studio.page.getByLabel('Language').fill('de')
    await shows('Nachtzüge')
    await studio.assertAccessibleInEachLook(assert, 'the filters')
    const { href } = new URL(studio.page.url())
    assert.include(decodeURIComponent(href), '"language":"de"')
    await studio.page.goto(href)
    await shows('Nachtzüge')
    const chosen = studio.page.getByRole('tab', { name: 'Published', exact: true, selected: true })
    assert.isTrue(await chosen.isVisible())
    assert.deepEqual(studio.complaints, [])
  })

  test('show any member of a post as a column, by keyboard too', async ({ assert }) => {
    await PostFactory.merge({ language: 'de', title: 'Nachtzüge' }).create()
    await studio.go('/posts')
    await shows('Nachtzüge')
    assert.deepEqual(await heads(), ['Title', 'Author', 'Status', 'Tags', 'Comments', 'Changed'])
    await button('Columns').press('Enter')
    await choice('Language').press('Space')
    await choice('Tags').press('Space')
    await studio.assertAccessibleInEachLook(assert, 'the columns')
    await choice('Tags').press('Escape')
    await studio.page.getByRole('cell', { name: 'de', exact: true }).waitFor()
    const chosen = ['Title', 'Author', 'Status', 'Comments', 'Changed', 'Language']
    assert.deepEqual(await heads(), chosen)
    await studio.page.reload()
    await shows('Nachtzüge')
    assert.deepEqual(await heads(), chosen)
    await button('Columns').click()
    await item('The usual columns').click()
    await studio.page.getByRole('columnheader', { name: 'Tags' }).waitFor()
    assert.deepEqual(studio.complaints, [])
  })

  test('are saved as a view that is shared, changed and deleted', async ({ client, assert }) => {
    const other = await UserFactory.merge({ role: 'editor' }).create()
    await PostFactory.merge({ title: 'Night trains' }).create()
    await PostFactory.merge({ title: 'Not yet' }).apply('draft').create()
    await studio.go('/posts')
    await studio.page.getByRole('tab', { name: 'Draft' }).click()
    await shows('Not yet')
    await button('Sort by title ascending').click()
    await button('Columns').click()
    await choice('Votes').click()
    await studio.page.keyboard.press('Escape')
    await button('Views').click()
    await studio.assertAccessibleInEachLook(assert, 'the views')
    await item('Save as a view …').click()
    await dialog().getByLabel('Name *').fill('Drafts')
    await dialog()
      .getByLabel(/^For all staff/)
      .check()
    await studio.assertAccessibleInEachLook(assert, 'the dialog')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await button('Drafts').waitFor()
    const [view] = await viewsOf(client, other)
    assert.containSubset(view, {
      name: 'Drafts',
      filters: { status: 'draft' },
      sort: 'title',
      columns: ['title', 'author', 'status', 'tags', 'comments_count', 'updated_at', 'votes_count'],
    })

    const second = await studio.another()
    await second.signIn(other)
    await second.go(`/posts`)
    await second.page.getByRole('link', { name: 'Night trains' }).waitFor()
    await second.page.getByRole('button', { name: 'Views' }).click()
    await second.page.getByRole('menuitem', { name: /^Drafts/ }).click()
    await second.page.getByRole('columnheader', { name: 'Votes' }).waitFor()
    await second.page.getByRole('link', { name: 'Night trains' }).waitFor({ state: 'detached' })
    await second.page.getByRole('button', { name: 'Drafts' }).click()
    const offered = await second.page.getByRole('menuitem').allInnerTexts()
    assert.isEmpty(offered.filter((text) => text.includes('Delete')))
    assert.deepEqual(second.complaints, [])
    await second.close()

    await studio.page.getByRole('tab', { name: 'Scheduled' }).click()
    await button('Drafts (changed)').click()
    await item('Save the changes of “Drafts”').click()
    await button(/^Drafts$/).click()
    assert.containSubset(await viewsOf(client, other), [{ filters: { status: 'scheduled' } }])
    await item('Delete “Drafts” …').click()
    await dialog().getByRole('button', { name: 'Delete' }).click()
    await button('Views').waitFor()
    await shows('Night trains', 'Not yet')
    assert.deepEqual(await viewsOf(client, other), [])
    assert.deepEqual(studio.complaints, [])
  })

  test('open with the view that their address names', async ({ client, assert }) => {
    await PostFactory.merge({ title: 'Night trains' }).create()
    const view = { name: 'Votes', list: 'posts', columns: ['votes_count'] }
    const { id } = (
      await answers(client.post('/admin/views').loginAs(editor).json(view), 201)
    ).body()
    await studio.go(`/posts?filter={}&view=${id}`)
    await studio.page.getByRole('columnheader', { name: 'Votes' }).waitFor()
    assert.deepEqual(await heads(), ['Title', 'Votes'])
    assert.deepEqual(studio.complaints, [])
  })
})
