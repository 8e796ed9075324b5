import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { bodyOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('Authors in the studio', (group) => {
  let studio: Studio
  let author: User

  eachInStudio(group, async (opened) => {
    studio = opened
    author = await UserFactory.merge({ role: 'author' }).create()
    await studio.signIn(author)
  })

  const link = (name: string) => studio.page.getByRole('link', { name, exact: true })
  const button = (name: string) => studio.page.getByRole('button', { name, exact: true })
  const tab = (name: string) => studio.page.getByRole('tab', { name, exact: true })
  const field = (name: string) => studio.page.getByLabel(name, { exact: true })

  test('see their own posts, in any state, and none of others', async ({ assert }) => {
    const own = { userId: author.id }
    await PostFactory.merge({ ...own, title: 'Night trains' }).create()
    await PostFactory.merge({ ...own, title: 'Not yet' })
      .apply('draft')
      .create()
    await PostFactory.merge({ title: 'Of another' }).create()
    await studio.page.getByRole('menuitem', { name: 'Posts' }).click()
    await link('Night trains').waitFor()
    await link('Not yet').waitFor()
    assert.equal(await studio.page.locator('a[data-row]').count(), 2)
    for (const name of ['Views', 'Act on it: Night trains']) {
      assert.equal(await button(name).count(), 0)
    }
    assert.equal(await studio.page.getByRole('checkbox').count(), 0)
    await studio.assertAccessibleInEachLook(assert, 'own posts')
    await tab('Draft').click()
    await link('Night trains').waitFor({ state: 'detached' })
    await link('Not yet').click()
    await button('Publish now').click()
    await studio.page.getByText('What readers see is up to date.').waitFor()
    assert.equal(await button('Publish now').count(), 0)
    assert.deepEqual(studio.complaints, [])
  })

  test('open and close comments, and publish only what was changed', async ({ client, assert }) => {
    const { id } = await PostFactory.merge({ userId: author.id }).create()
    const shown = () => bodyOf(client.get(`/posts/${id}`))
    await studio.go(`/posts/${id}`)
    await studio.page.getByText('What readers see is up to date.').waitFor()
    assert.equal(await button('Publish now').count(), 0)
    await field('Takes new comments').click()
    await eventually(async () => (await shown()).comments_open === false)
    await studio.page
      .locator('input[type=checkbox]:not(:checked):enabled')
      .waitFor({ state: 'attached' })
    await field('Text').fill('Changed since.')
    await studio.page.getByText('All is saved.').waitFor()
    await field('Takes new comments').click()
    await eventually(async () => (await shown()).comments_open)
    await studio.page.locator('input[type=checkbox]:checked:enabled').waitFor({ state: 'attached' })
    assert.notEqual((await shown()).content, 'Changed since.')
    assert.equal(await field('Text').innerText(), 'Changed since.')
    await studio.assertAccessibleInEachLook(assert, 'the editor')
    await button('Publish now').click()
    await studio.page.getByText('What readers see is up to date.').waitFor()
    assert.equal((await shown()).content, 'Changed since.')
    assert.deepEqual(studio.complaints, [])
  })

  test('put a post into the trash, and restore it', async ({ assert }) => {
    const post = { userId: author.id, title: 'Night trains' }
    const { id } = await PostFactory.merge(post).create()
    await studio.go(`/posts/${id}`)
    await button('Put into the trash').click()
    await studio.page.getByText('This post is in the trash.').waitFor()
    assert.isNotNull((await row('posts', { id })).trashed_at)
    await studio.assertAccessibleInEachLook(assert, 'the trash')
    await studio.page.getByRole('menuitem', { name: 'Posts' }).click()
    await tab('In the trash').click()
    await link('Night trains').click()
    await button('Restore it').click()
    await button('Put into the trash').waitFor()
    assert.isNull((await row('posts', { id })).trashed_at)
    assert.deepEqual(studio.complaints, [])
  })
})
