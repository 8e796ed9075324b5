import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { people, report } from '#tests/support/staff'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('One action on many in the studio', (group) => {
  let studio: Studio
  let moderator: User

  eachInStudio(group, async (opened) => {
    studio = opened
    moderator = await UserFactory.merge({ role: 'moderator' }).create()
    await studio.signIn(moderator)
  })

  const button = (name: string | RegExp) => studio.page.getByRole('button', { name })
  const dialog = () => studio.page.getByRole('dialog')
  const press = async (...keys: string[]) => {
    for (const key of keys) await studio.page.keyboard.press(key)
  }
  const lockedPosts = async () =>
    (await db.from('posts').where('locked', true).orderBy('id').select('id')).map(({ id }) => id)

  /** Chooses an action in the dialog, and asks for the preview. */
  async function order(action: string, reason: string) {
    await dialog().getByLabel('Action *').click()
    await studio.page.getByRole('option', { name: action }).click()
    await dialog().getByLabel('Reason *').fill(reason)
    await dialog().getByRole('button', { name: 'Preview' }).click()
  }

  test('is previewed, done and undone by keyboard alone', async ({ assert }) => {
    const titles = ['Cheap watches', 'Cheaper watches', 'Night trains']
    const posts = []
    for (const title of titles) posts.push(await PostFactory.merge({ title }).create())
    const [cheap, cheaper] = posts
    await studio.page.getByRole('menuitem', { name: 'Posts' }).press('Enter')
    await studio.page.locator('a[data-row]').nth(2).waitFor()
    await studio.page.getByRole('checkbox', { name: 'Select: Cheap watches' }).press('Space')
    await studio.page.getByRole('link', { name: 'Cheaper watches' }).focus()
    await press('x')
    await studio.page.getByText('2 selected').waitFor()
    await studio.assertAccessibleInEachLook(assert, 'the selection')
    await studio.page.getByRole('link', { name: 'Cheap watches', exact: true }).focus()
    await press('m')
    await dialog().getByLabel('Action').press('Enter')
    await studio.page.getByRole('option', { name: 'Close a post' }).press('Enter')
    await dialog().getByLabel('Reason *').fill('Advertises in every thread.')
    await studio.assertAccessibleInEachLook(assert, 'the form')
    await press('Tab', 'Tab', 'Enter')
    await dialog().getByText('It would be done to 2 of 2.').waitFor()
    await dialog().getByText('Cheaper watches').waitFor()
    assert.deepEqual(await lockedPosts(), [])
    await studio.assertAccessibleInEachLook(assert, 'the preview')
    await press('Enter')
    await dialog().getByText('2 done, 0 failed, 0 left').waitFor()
    assert.deepEqual(await lockedPosts(), [cheap.id, cheaper.id])
    await studio.assertAccessibleInEachLook(assert, 'the result')

    await press('Shift+Tab', 'Enter')
    await dialog().getByLabel('Reason *').fill('They are a sponsor.')
    await press('Tab', 'Tab', 'Enter')
    await dialog().getByText('2 done, 0 failed, 0 left').waitFor()
    assert.deepEqual(await lockedPosts(), [])
    assert.equal(await dialog().getByRole('button', { name: 'Undo …' }).count(), 0)
    await press('Enter')
    await dialog().waitFor({ state: 'detached' })
    assert.equal(await studio.page.getByText('selected').count(), 0)
    const batches = await db.from('batches').orderBy('created_at').select('id', 'undoes')
    assert.equal(batches[1].undoes, batches[0].id)
    assert.deepEqual(studio.complaints, [])
  })

  test('leaves alone what changed since it was seen, and what is above the moderator', async ({
    client,
    assert,
  }) => {
    const admin = await UserFactory.apply('admin').create()
    const above = await PostFactory.merge({ title: 'From above', userId: admin.id }).create()
    const edited = await PostFactory.merge({ title: 'As it was' }).create()
    const { id } = await PostFactory.merge({ title: 'As it is' }).create()
    await studio.go('/posts')
    await studio.page.getByRole('checkbox', { name: 'Select all' }).check()
    await button('Act on them …').click()
    await client.patch(`/posts/${edited.id}`).loginAs(admin).json({ title: 'As it became' })
    await order('Take a post out of sight', 'Against the rules.')
    await dialog().getByText('It would be done to 1 of 3.').waitFor()
    await dialog().getByText('It would fail for 2:').waitFor()
    await dialog()
      .getByText(/^From above: Its author has a higher rank/)
      .waitFor()
    await dialog()
      .getByText(/^As it was: The target has changed/)
      .waitFor()
    await dialog().getByRole('button', { name: 'Do it to 1' }).click()
    await dialog().getByText('1 done, 2 failed, 0 left').waitFor()
    await dialog()
      .getByText(/^From above: /)
      .waitFor()
    assert.isNotNull((await row('posts', { id })).removed_at)
    for (const one of [above, edited]) {
      assert.isNull((await row('posts', { id: one.id })).removed_at)
    }
    assert.deepEqual(studio.complaints, [])
  })

  test('goes on as a job for more than a hundred, shows how far it is, and waits when it is asked to', async ({
    assert,
  }) => {
    await PostFactory.merge({ userId: (await people('member'))[0].id }).createMany(120)
    await studio.go('/posts')
    await studio.page.getByRole('checkbox', { name: 'Select all' }).check()
    await studio.page.getByText('25 selected').waitFor()
    await button('Select all that match').click()
    await studio.page.getByText('120 selected').waitFor()
    await button('Act on them …').click()
    studio.expected = [429]
    let isBusy = true
    await studio.page.route('**/admin/batches', (route) => {
      if (!isBusy) return route.continue()
      isBusy = false
      const body = JSON.stringify({ code: 'too_many_requests', detail: 'Wait a second.' })
      const headers = { 'Retry-After': '1', 'Content-Type': 'application/problem+json' }
      return route.fulfill({ status: 429, headers, body })
    })
    await order('Close a post', 'Went in circles.')
    await studio.page.getByText('The next try is in 1 seconds.').waitFor()
    await dialog().getByText('It would be done to 120 of 120.').waitFor()
    await dialog().getByRole('button', { name: 'Do it to 120' }).click()
    await dialog().getByText('0 done, 0 failed, 120 left').waitFor()
    assert.isTrue(await dialog().getByRole('progressbar').isVisible())
    await runJobs()
    await dialog().getByText('120 done, 0 failed, 0 left').waitFor()
    assert.lengthOf(await lockedPosts(), 120)
    assert.deepEqual(studio.complaints, [])
  })

  test('lists batches of the command line too, and undoes one', async ({ client, assert }) => {
    const [post, other] = await PostFactory.createMany(2)
    const body = { action: 'post.lock', reason: 'Went in circles.' }
    const targets = [{ id: post.id }, { id: 999_999 }]
    const begin = client.post('/admin/batches').loginAs(moderator)
    await answers(begin.json({ ...body, id: randomUUID(), targets, remaining: 1 }), 201)
    await studio.go('/batches')
    await studio.page.getByRole('tab', { name: 'Open' }).click()
    await studio.page.getByRole('link', { name: 'post.lock' }).click()
    await studio.page.getByText('1 done, 1 failed, 1 left').waitFor()
    await studio.page.getByText(/^999999: /).waitFor()
    await studio.assertAccessibleInEachLook(assert, 'a batch')
    await button('Stop it').click()
    await studio.page.getByText('Stopped. What is done stays done.').waitFor()
    await button('Undo …').click()
    await dialog().getByLabel('Reason *').fill('By mistake.')
    await dialog().getByRole('button', { name: 'Undo' }).click()
    await studio.page.getByText('Takes back').waitFor()
    await studio.page.getByText('1 done, 0 failed, 0 left').waitFor()
    assert.isFalse((await row('posts', { id: post.id })).locked)
    assert.isFalse((await row('posts', { id: other.id })).locked)
    await studio.page.getByRole('link', { name: 'Its entries in the audit log' }).click()
    await studio.page.getByRole('cell', { name: 'post.unlock' }).waitFor()
    assert.deepEqual(studio.complaints, [])
  })

  test('acts on what several reports are about', async ({ client, assert }) => {
    for (const title of ['Cheap watches', 'Cheaper watches']) {
      await report(client, 'post', await PostFactory.merge({ title }).create())
    }
    await report(client, 'user', await UserFactory.merge({ displayName: 'Eve' }).create())
    await studio.go('/reports')
    await studio.page.getByRole('checkbox', { name: 'Select all' }).check()
    await button('Act on what was reported …').click()
    await studio.page.getByText('Select reports on posts, on comments, on users').waitFor()
    await studio.page.getByRole('checkbox', { name: 'Select: Eve' }).uncheck()
    await button('Act on what was reported …').click()
    await order('Take a post out of sight', 'Advertises.')
    await dialog().getByText('It resolves 2 reports.').waitFor()
    await dialog().getByRole('button', { name: 'Do it to 2' }).click()
    await dialog().getByText('2 done, 0 failed, 0 left').waitFor()
    await dialog().getByRole('button', { name: 'Close', exact: true }).click()
    await studio.page
      .getByRole('link', { name: 'Cheap watches', exact: true, includeHidden: true })
      .waitFor({ state: 'detached' })
    const left = await bodyOf(client.get('/admin/reports').loginAs(moderator))
    assert.lengthOf(left, 1)
    assert.deepEqual(studio.complaints, [])
  })
})
