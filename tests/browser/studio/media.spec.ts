import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { Locator } from 'playwright-core'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import type { Consumer } from '#queue/consumer'
import { answers, bodyOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { startConsumer } from '#tests/support/jobs'
import { marked, text, uploaded } from '#tests/support/media'
import { setting } from '#tests/support/settings'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

const longName = `${'a-very-long-name-'.repeat(8)}of a lamp.png`

test.group('The media of the studio', (group) => {
  let studio: Studio
  let author: User
  let jobs: Consumer

  eachInStudio(group, async (opened) => {
    studio = opened
    author = await UserFactory.merge({ role: 'author' }).create()
    await studio.signIn(author)
  })
  group.each.setup(async () => {
    jobs = await startConsumer()
    return () => jobs.stop()
  })

  const button = (name: string | RegExp) => studio.page.getByRole('button', { name })
  const png = async (width = 400, height = 300) => (await marked(width, height)).png().toBuffer()

  /** Drops or pastes a file as the system does. */
  async function bring(
    how: 'drop' | 'paste',
    into: Locator,
    file: { name: string; type: string; content: Buffer }
  ) {
    const { content, ...facts } = file
    await into.evaluate(
      (target: any, [act, name, type, base64]) => {
        const { ClipboardEvent, DataTransfer, DragEvent, File } = globalThis as any
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
        const data = new DataTransfer()
        data.items.add(new File([bytes], name, { type }))
        const { left, top } = target.getBoundingClientRect()
        const place = { clientX: left + 40, clientY: top + 20 }
        const common = { bubbles: true, cancelable: true, composed: true }
        target.dispatchEvent(
          act === 'drop'
            ? new DragEvent('drop', { ...common, ...place, dataTransfer: data })
            : new ClipboardEvent('paste', { ...common, clipboardData: data })
        )
      },
      [how, facts.name, facts.type, content.toString('base64')] as const
    )
  }

  test('are uploaded, described, cropped and deleted', async ({ client, cleanup, assert }) => {
    const { page } = studio
    await page.getByRole('menuitem', { name: 'Media' }).click()
    await page.getByText('0 byte of 1 GB taken').waitFor()
    const chooser = page.waitForEvent('filechooser')
    await button('Upload …').click()
    await (
      await chooser
    ).setFiles([
      { name: longName, mimeType: 'image/png', buffer: await png() },
      { name: 'مصباح.txt', mimeType: 'text/plain', buffer: text('Notes') },
    ])
    await page.getByText('Uploaded: 2 files').waitFor()
    await bring('drop', page.locator('main'), {
      name: 'broken.png',
      type: 'image/png',
      content: (await png()).subarray(0, 200),
    })
    await page.getByText('Failed', { exact: true }).waitFor()
    cleanup(setting('media.quota', 2000))
    studio.expected = [413]
    await bring('paste', page.locator('main'), {
      name: 'large.png',
      type: 'image/png',
      content: Buffer.alloc(3000),
    })
    await page.getByText('There is no room for it.').waitFor()
    await button(/^Close$/).click()
    await page.getByText('No alternative text').waitFor()
    await studio.assertAccessibleInEachLook(assert, 'the library')

    await page.getByRole('link', { name: /a-very-long-name/ }).click()
    await page.getByText('16:9').waitFor()
    await page.getByLabel('Alternative text').fill('A lamp')
    await page.getByRole('slider', { name: 'From the left' }).press('Home')
    await button('Save').click()
    const picture = page.getByRole('img', { name: 'A lamp' })
    const { width, height } = (await picture.boundingBox())!
    await picture.click({ position: { x: width * 0.25, y: height * 0.75 } })
    await button('Save').click()
    const kept = () => row('media', { name: longName })
    await eventually(async () => (await kept()).focal_x === 0.25)
    const { id, ...said } = await kept()
    assert.containSubset(said, { alt: 'A lamp', focal_y: 0.75 })
    await studio.assertAccessibleInEachLook(assert, 'a picture')

    const { url } = await bodyOf(client.get(`/media/${id}`).loginAs(author))
    await PostFactory.merge({ userId: author.id, title: 'On lamps', content: url }).create()
    studio.expected = [413, 409]
    await button('Delete …').click()
    await button('Delete').last().click()
    await page.getByText('It is used: where it stands').waitFor()
    await button('Delete it all the same').click()
    await page.getByText('The file is deleted.').waitFor()
    await page.getByRole('link', { name: 'مصباح.txt' }).waitFor()
    assert.lengthOf(await db.from('media'), 2)
    assert.deepEqual(studio.complaints, [])
  })

  test('of all users are for staff to read, and to filter', async ({ client, assert }) => {
    await uploaded(client, author, await png(), { name: 'Of the author.png' })
    const moderator = await UserFactory.merge({ role: 'moderator' }).create()
    await uploaded(client, moderator, text('Rules'), { name: 'Of a moderator.txt' })
    const staff = await studio.another({ viewport: { width: 360, height: 800 } })
    await staff.signIn(moderator)
    await staff.go('/media')
    await staff.page.getByRole('link', { name: 'Of the author.png' }).waitFor()
    await staff.page.getByLabel('Mine alone').click()
    await staff.page.getByRole('link', { name: 'Of the author.png' }).waitFor({ state: 'detached' })
    await staff.page.getByLabel('Mine alone').click()
    await staff.page.getByRole('link', { name: 'Of the author.png' }).click()
    await staff.page.getByText('400 × 300').waitFor()
    assert.equal(await staff.page.getByRole('button', { name: 'Save' }).count(), 0)
    const width = await staff.page.evaluate(
      () => (globalThis as any).document.documentElement.scrollWidth
    )
    assert.equal(width, 360)
    assert.deepEqual(staff.complaints, [])
    await staff.close()
  })

  test('come into a text by drop, by paste and from the library, and one is its cover', async ({
    client,
    assert,
  }) => {
    const { page } = studio
    const old = await uploaded(client, author, await png(640, 480), { name: 'Old lamp.png' })
    const described = client.patch(`/media/${old.id}`).loginAs(author).json({ alt: 'Old [lamp]' })
    await answers(described, 200)
    const { id } = await PostFactory.merge({
      ...{ userId: author.id, contentFormat: 'markdown', content: 'Look:\n' },
    })
      .apply('draft')
      .create()
    await studio.go(`/posts/${id}`)
    const field = page.getByLabel('Text', { exact: true })
    await field.press('Control+End')
    const content = await png(320, 240)
    await bring('paste', field, { name: 'new.png', type: 'image/png', content })
    await page.getByText('The file is in the text.').waitFor()
    // The cursor waits for the alternative text.
    await field.pressSequentially('New lamp')
    await field.press('Control+End')
    await button('Picture …').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Old [lamp]' }).click()
    await bring('drop', field, { name: 'notes.txt', type: 'text/plain', content: text('Notes') })
    await field.getByText('[notes.txt]').waitFor()

    await button('Choose a cover …').click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('img').nth(1).waitFor()
    await studio.assertAccessible(assert, 'the choice of a picture')
    await dialog.getByRole('button', { name: 'Old [lamp]' }).click()
    await page.getByText('All is saved.').waitFor()
    const draft = await bodyOf(client.get(`/posts/${id}/draft`).loginAs(author))
    const files = await bodyOf(client.get('/users/me/media?kind=image').loginAs(author))
    const [made, known] = files.map(({ url }: { url: string }) => url)
    assert.include(draft.content, `![New lamp](${made})`)
    assert.include(draft.content, String.raw`![Old \[lamp\]](${known})`)
    assert.equal(draft.cover_id, old.id)

    await button('Show the text as readers see it').click()
    const shown = page.frameLocator('iframe[title="The text as readers see it"]')
    const picture = shown.getByRole('img', { name: 'New lamp' })
    await picture.waitFor()
    await picture.evaluate((image: any) => image.decode())
    assert.equal(await picture.evaluate((image: any) => image.naturalWidth), 320)
    await button('Publish now').click()
    await page.getByText('Published', { exact: true }).waitFor()
    await answers(client.get(`/media/${old.id}`), 200)
    await studio.assertAccessible(assert, 'the editor')
    assert.deepEqual(studio.complaints, [])
  })
})
