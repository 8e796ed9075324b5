import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { eventually } from '#tests/support/eventually'
import { addImport } from '#tests/support/imports'
import { runJobs } from '#tests/support/jobs'
import { act, people } from '#tests/support/staff'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

test.group('The home, tags, imports, settings and audit log of the studio', (group) => {
  let studio: Studio
  let admin: User

  eachInStudio(group, async (opened) => {
    studio = opened
    admin = await UserFactory.apply('admin').create()
    await studio.signIn(admin)
  })

  test('tell what waits, what came on each day, and how the parts of the service are', async ({
    client,
    assert,
  }) => {
    await PostFactory.createMany(2)
    const signUp = { email: 'grace@example.org', password: 'none', application: 'Please' }
    await db.table('sign_ups').insert({ ...signUp, applied_at: new Date() })
    await studio.page.reload()
    const section = (name: string) => studio.page.getByRole('region', { name })
    await section('Waiting').getByRole('link', { name: '1 application for an account' }).waitFor()
    const days = section('The last 30 days')
    await days.getByText('Posts: 2', { exact: true }).waitFor()
    await days.getByText('As a table').press('Enter')
    const today = days.getByRole('row').last()
    assert.deepEqual(await today.getByRole('cell').allInnerTexts(), ['2', '0', '3'])
    const { checks } = await bodyOf(client.get('/health/ready'))
    const said = await section('The service').getByRole('listitem').allInnerTexts()
    assert.deepEqual(
      said.map((line) => line.split(':')[0]),
      checks.map(({ name }: { name: string }) => name)
    )
    await studio.assertAccessible(assert, 'the home')

    const moderator = await studio.another()
    await moderator.signIn(await UserFactory.apply('moderator').create())
    await moderator.page.getByRole('region', { name: 'The last 30 days' }).waitFor()
    assert.equal(await moderator.page.getByRole('region', { name: 'The service' }).count(), 0)
    assert.deepEqual([...studio.complaints, ...moderator.complaints], [])
    await moderator.close()
  })

  test('join two tags by keyboard alone', async ({ client, assert }) => {
    for (const name of ['City Life', 'Citylife']) {
      await answers(client.post('/tags').loginAs(admin).json({ name }), 201)
    }
    const { id } = await PostFactory.merge({ tags: ['citylife'] }).create()
    await studio.page.getByRole('menuitem', { name: 'Tags' }).press('Enter')
    await studio.page.getByRole('button', { name: 'Join …: Citylife' }).press('Enter')
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByRole('combobox').waitFor()
    await studio.assertAccessible(assert, 'the dialog')
    const into = dialog.getByRole('combobox')
    const found = studio.page.waitForResponse(/\/tags\?search=city/)
    await into.fill('city')
    await (await found).finished()
    // A change of the options takes the mark from the one that a key has marked.
    await studio.page.evaluate('new Promise((shown) => requestIdleCallback(shown))')
    await studio.page.getByRole('option', { name: 'City Life (0)' }).waitFor()
    await into.press('ArrowDown')
    await into.press('Enter')
    await eventually(async () => (await into.inputValue()) === 'City Life (0)')
    await dialog.getByRole('button', { name: 'Join' }).press('Enter')
    await studio.page.getByText('Joined.').waitFor()
    await studio.page
      .getByRole('button', { name: 'Join …: Citylife' })
      .waitFor({ state: 'detached' })
    await runJobs()
    assert.deepEqual((await bodyOf(client.get(`/posts/${id}`))).tags, ['city-life'])
    assert.deepEqual(studio.complaints, [])
  })

  test('show the receipts of imports', async ({ assert }) => {
    await addImport()
    await studio.page.getByRole('menuitem', { name: 'Imports' }).click()
    await studio.page.getByRole('link', { name: 'https://old.example' }).click()
    const row = studio.page.getByRole('row', { name: /^Posts/ })
    await row.waitFor()
    assert.deepEqual(await row.getByRole('cell').allInnerTexts(), ['5', '3', '0', '1', '1'])
    await studio.assertAccessibleInEachLook(assert, 'a receipt')
    const size = studio.page.viewportSize()!
    await studio.page.setViewportSize({ width: 390, height: 844 })
    const { x, width } = (await studio.page.locator('table').locator('..').boundingBox())!
    assert.isAtMost(x + width, 390, 'a table on a phone scrolls within the page')
    await studio.page.setViewportSize(size)
    assert.deepEqual(studio.complaints, [])
  })

  test('show how the site is configured, and no secret', async ({ assert }) => {
    await studio.page.getByRole('menuitem', { name: 'Settings' }).click()
    const rows = studio.page.locator('main li')
    const key = rows.filter({ hasText: 'APP_KEY' })
    await key.getByText('set, and never shown').waitFor()
    await rows.filter({ hasText: 'NODE_ENV' }).getByText('test', { exact: true }).waitFor()
    assert.notInclude(await studio.page.content(), process.env.APP_KEY!)
    await studio.page.getByLabel('Part of a name').fill('trash')
    assert.lengthOf(await rows.all(), 1)
    await rows.getByText('default: 30d').waitFor()
    assert.deepEqual(studio.complaints, [])
  })

  test('show the audit log with what changed, filtered, and whether its chain is whole', async ({
    client,
    assert,
  }) => {
    const [moderator, member] = await people('moderator', 'member')
    const [one, two] = await PostFactory.merge({ userId: member.id }).createMany(2)
    await answers(act(client, moderator, 'post.lock', { on: one }), 201)
    await answers(act(client, moderator, 'post.remove', { on: two }), 201)
    await studio.page.getByRole('menuitem', { name: 'Audit log' }).click()
    const cell = (name: string | RegExp) => studio.page.getByRole('cell', { name })
    await cell('post.lock').waitFor()
    await cell('locked: false → true').waitFor()
    await studio.page.getByLabel('Action', { exact: true }).fill('post.remove')
    await cell('post.lock').waitFor({ state: 'detached' })
    await cell('post.remove').waitFor()
    await cell(`post ${two.id}`).waitFor()

    const verify = studio.page.getByRole('button', { name: 'Verify' })
    await verify.click()
    await studio.page.getByText('The chain of entries is unbroken.').waitFor()
    await db.transaction(async (trx) => {
      await trx.rawQuery(`set local session_replication_role = 'replica'`)
      await trx.from('audit_entries').where('id', 1).update({ actor_id: member.id })
    })
    await verify.click()
    await studio.page.getByText('The chain of entries is broken.').waitFor()
    assert.deepEqual(studio.complaints, [])
  })
})
