import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { eventually } from '#tests/support/eventually'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The collections of the studio', (group) => {
  let studio: Studio
  let editor: User

  eachInStudio(group, async (opened) => {
    studio = opened
    editor = await UserFactory.merge({ role: 'editor' }).create()
    await studio.signIn(editor)
  })

  const field = (name: string) => studio.page.getByLabel(name, { exact: true })
  const button = (name: string) => studio.page.getByRole('button', { name, exact: true })
  const says = (text: string) => studio.page.getByRole('status').filter({ hasText: text }).waitFor()
  const inOrder = () =>
    studio.page.locator('section ol > li bdi').filter({ visible: true }).allInnerTexts()

  const titlesOf = async (client: ApiClient, slug: string): Promise<string[]> => {
    const posts = await bodyOf(client.get(`/collections/${slug}/posts`).loginAs(editor))
    return posts.map(({ title }: { title: string }) => title)
  }

  /** A collection with published posts of these titles, in this order. */
  async function collection(client: ApiClient, ...titles: string[]) {
    await answers(client.post('/collections').loginAs(editor).json({ title: 'Front page' }), 201)
    const posts = await PostFactory.merge(titles.map((title) => ({ title }))).createMany(
      titles.length
    )
    const ids = posts.map(({ id }) => id)
    await answers(client.put('/collections/front-page/posts').loginAs(editor).json(ids), 200)
    return ids
  }

  test('are made and filled, and deleted again', async ({ client, assert }) => {
    await PostFactory.merge({ title: 'Night trains' }).create()
    await studio.page.getByRole('menuitem', { name: 'Collections' }).click()
    await studio.page.getByRole('link', { name: 'Create' }).click()
    await field('Title *').fill('Slow travel')
    await button('Save').click()
    await studio.page.getByText('There is no post in it yet.').waitFor()
    await field('Add a post').fill('trains')
    await studio.page.getByRole('option', { name: 'Night trains' }).click()
    await field('Description').fill('By rail.')
    await button('Save').click()
    await says('All is saved.')
    assert.containSubset(await bodyOf(client.get('/collections/slow-travel')), {
      title: 'Slow travel',
      description: 'By rail.',
    })
    assert.deepEqual(await titlesOf(client, 'slow-travel'), ['Night trains'])

    await button('Delete').click()
    await button('Confirm').click()
    await studio.page.getByRole('heading', { level: 1, name: 'Collections' }).waitFor()
    await answers(client.get('/collections/slow-travel'), 404)
    assert.deepEqual(studio.complaints, [])
  })

  test('are ordered by keyboard, with each step announced', async ({ client, assert }) => {
    await collection(client, 'One', 'Two', 'Three')
    await studio.go('/collections/front-page')
    await button('Move down: One').press('Enter')
    await says('One is at place 2 of 3.')
    assert.deepEqual(await inOrder(), ['Two', 'One', 'Three'])
    await studio.page.keyboard.press('Alt+ArrowDown')
    await says('One is at place 3 of 3.')
    await studio.page.keyboard.press('Alt+Shift+ArrowUp')
    await says('One is at place 1 of 3.')
    const focused = 'document.activeElement.getAttribute("aria-label")'
    assert.equal(await studio.page.evaluate(focused), 'Move down: One')

    await button('Take out: Two').press('Enter')
    await says('Two is taken out.')
    assert.equal(await studio.page.evaluate(focused), 'Take out: Three')
    assert.deepEqual(await inOrder(), ['One', 'Three'])
    assert.deepEqual(await titlesOf(client, 'front-page'), ['One', 'Two', 'Three'])
    await button('Save').press('Enter')
    await says('All is saved.')
    assert.deepEqual(await titlesOf(client, 'front-page'), ['One', 'Three'])
    assert.deepEqual(studio.complaints, [])
  })

  test('are ordered by drag', async ({ client, assert }) => {
    await collection(client, 'One', 'Two', 'Three')
    await studio.go('/collections/front-page')
    const middleOf = async (row: number) => {
      const box = await studio.page
        .locator('section ol > li svg')
        .nth(row * 4)
        .boundingBox()
      return [box!.x + box!.width / 2, box!.y + box!.height / 2] as const
    }
    await studio.page.mouse.move(...(await middleOf(0)))
    await studio.page.mouse.down()
    await studio.page.mouse.move(...(await middleOf(1)))
    await studio.page.mouse.move(...(await middleOf(2)))
    await studio.page.mouse.up()
    assert.deepEqual(await inOrder(), ['Two', 'Three', 'One'])
    await button('Save').click()
    await says('All is saved.')
    assert.deepEqual(await titlesOf(client, 'front-page'), ['Two', 'Three', 'One'])
    assert.deepEqual(studio.complaints, [])
  })

  test('are ordered by touch', async ({ client, assert }) => {
    await collection(client, 'One', 'Two', 'Three')
    const phone = await studio.another({ viewport: { width: 390, height: 844 }, hasTouch: true })
    await phone.signIn(editor)
    await phone.go('/collections/front-page')
    const rows = phone.page.locator('section ol > li')
    const middleOf = async (row: number) => {
      const box = (await rows.nth(row).locator('svg').first().boundingBox())!
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    }
    const finger = await phone.page.context().newCDPSession(phone.page)
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...touchPoints: { x: number; y: number }[]
    ) => finger.send('Input.dispatchTouchEvent', { type, touchPoints })
    const [first, second, third] = [await middleOf(0), await middleOf(1), await middleOf(2)]
    await touch('touchStart', first)
    await touch('touchMove', second)
    await touch('touchMove', third)
    await touch('touchEnd')
    const titles = rows.locator('bdi')
    await eventually(async () => (await titles.allInnerTexts()).join() === 'Two,Three,One')
    // On a busy machine a tap takes so long that it is a long press.
    await phone.page.getByRole('button', { name: 'Save', exact: true }).click()
    await eventually(async () => (await titlesOf(client, 'front-page')).join() === 'Two,Three,One')
    assert.deepEqual(phone.complaints, [])
    await phone.close()
  })

  test('keep what is not saved over a reload', async ({ client, assert }) => {
    await collection(client, 'One', 'Two')
    await studio.go('/collections/front-page')
    await button('Move up: Two').click()
    await studio.page.getByRole('menuitem', { name: 'Tags' }).click()
    await studio.page.getByRole('heading', { level: 1, name: 'Tags' }).waitFor()
    await studio.go('/collections/front-page')
    await says('Your unsaved changes are back.')
    assert.deepEqual(await inOrder(), ['Two', 'One'])
    await button('Discard my changes').click()
    await says('All is saved.')
    assert.deepEqual(await inOrder(), ['One', 'Two'])
  })

  test('show both versions when two editors save, and lose neither', async ({ client, assert }) => {
    const [one, two] = await collection(client, 'One', 'Two')
    await studio.go('/collections/front-page')
    await button('Move up: Two').click()
    const { id: three } = await PostFactory.merge({ title: 'Three' }).create()
    const theirs = client.put('/collections/front-page/posts').loginAs(editor)
    await answers(theirs.json([three, one, two]), 200)
    studio.expected = [412]
    await button('Save').click()
    const dialog = studio.page.getByRole('dialog')
    const version = (name: string) =>
      dialog.getByRole('region', { name }).getByRole('listitem').allInnerTexts()
    await dialog.waitFor()
    assert.deepEqual(await version('Yours'), ['Two', 'One'])
    assert.deepEqual(await version('Theirs'), ['Three', 'One', 'Two'])
    await studio.assertAccessible(assert, 'the conflict')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await says('Not saved yet.')
    assert.deepEqual(await inOrder(), ['Two', 'One'])

    await button('Save').click()
    await dialog.getByRole('button', { name: 'Save mine' }).click()
    await says('All is saved.')
    await eventually(async () => (await titlesOf(client, 'front-page')).join() === 'Two,One')
    assert.deepEqual(studio.complaints, [])
  })
})
