import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { eventually } from '#tests/support/eventually'
import { runJobs } from '#tests/support/jobs'
import { eachInStudio } from '#tests/support/studio_group'
import type { Studio } from '#tests/support/studio_page'

const placed = { type: 'object', properties: { place: { type: 'string' } } }

test.group('The types of the studio', (group) => {
  let studio: Studio
  let admin: User

  eachInStudio(group, async (opened) => {
    studio = opened
    admin = await UserFactory.apply('admin').create()
    await studio.signIn(admin)
  })

  const button = (name: string) => studio.page.getByRole('button', { name, exact: true })
  const field = (name: string) => studio.page.getByLabel(name, { exact: true })
  const says = (text: string) => studio.page.getByText(text).first().waitFor()
  const event = (client: ApiClient) => bodyOf(client.get('/types/event').loginAs(admin))
  const define = (client: ApiClient, schema: object) =>
    answers(client.put('/types/event').loginAs(admin).json({ title: 'Event', schema }), 201)

  /** Published posts of the type, with places as they are named. */
  const seed = (places: string[]) =>
    db.table('posts').multiInsert(
      places.map((place) => ({
        user_id: admin.id,
        type: 'event',
        title: 'Party',
        content: 'On the square.',
        published_at: new Date(),
        data: JSON.stringify({ place }),
      }))
    )

  test('are made with a form, by keyboard alone', async ({ client, assert }) => {
    await studio.page.getByRole('menuitem', { name: 'Post types' }).press('Enter')
    await studio.page.getByRole('link', { name: 'Create' }).press('Enter')
    await field('Name *').fill('event')
    await field('Title *').fill('Event')
    await button('Save').press('Enter')
    await button('Add a member').press('Enter')
    await field('Name').fill('kind')
    await field('Required').press('Space')
    await field('Only these values').fill('talk')
    await field('Only these values').press('Enter')
    await field('Only these values').fill('walk')
    await field('Only these values').press('Enter')
    await button('Add a member').press('Enter')
    const second = studio.page.getByRole('group', { name: 'Member' }).nth(1)
    await second.getByLabel('Name', { exact: true }).fill('price')
    await second.getByLabel('Kind').press('Enter')
    await studio.page.getByRole('option', { name: 'Whole number' }).press('Enter')
    await field('Takes votes').press('Space')
    await button('Save').press('Enter')
    await studio.page.getByText('Saved', { exact: true }).waitFor()
    assert.containSubset(await event(client), {
      title: 'Event',
      votable: false,
      schema: {
        type: 'object',
        properties: {
          kind: { type: 'string', enum: ['talk', 'walk'] },
          price: { type: 'integer' },
        },
        required: ['kind'],
      },
    })
    await studio.assertAccessible(assert, 'the type')
    assert.deepEqual(studio.complaints, [])
  })

  test('do not take a name twice', async ({ client, assert }) => {
    await define(client, placed)
    await studio.go('/types/create')
    await field('Name *').fill('event')
    await field('Title *').fill('Another')
    await button('Save').click()
    await says('There is a type of this name already.')
    assert.equal((await event(client)).title, 'Event')
  })

  test('are written as JSON where the form does not show all', async ({ client, assert }) => {
    const stops = { type: 'array', items: { type: 'object' } }
    await define(client, { ...placed, properties: { stops } })
    await studio.go('/types/event')
    await says('This schema has more than the form shows.')
    await field('As JSON Schema').last().fill('{ "type": ')
    await says('This is no JSON')
    assert.isTrue(await button('Save').isDisabled())
    await field('As JSON Schema').last().fill(JSON.stringify(placed))
    await button('As a form').click()
    assert.equal(await field('Name').inputValue(), 'place')
    await button('Save').click()
    await studio.page.getByText('Saved', { exact: true }).waitFor()
    assert.deepEqual((await event(client)).schema, placed)
    assert.deepEqual(studio.complaints, [])
  })

  test('say which posts break a schema, and keep it only if that is wanted', async ({
    client,
    assert,
  }) => {
    await define(client, placed)
    await seed(['Bonn', 'ulm', 'aachen'])
    await studio.go('/types/event')
    await field('Pattern').fill('^[A-Z]')
    studio.expected = [409]
    await button('Save').click()
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByText('2 posts would break the schema').waitFor()
    assert.lengthOf(await dialog.getByRole('listitem').all(), 2)
    await studio.assertAccessible(assert, 'the refusal')
    await dialog.getByRole('button', { name: 'Cancel' }).press('Enter')
    assert.deepEqual((await event(client)).schema, placed)

    await button('Save').click()
    await dialog.getByRole('button', { name: 'Keep the schema anyway' }).click()
    await says('2 posts do not fit the schema.')
    assert.equal((await event(client)).schema.properties.place.pattern, '^[A-Z]')
    assert.deepEqual(studio.complaints, [])
  })

  test('with many posts change when a job has checked them', async ({ client, assert }) => {
    await define(client, placed)
    await seed(Array.from({ length: 1001 }, () => 'Bonn'))
    await studio.go('/types/event')
    await field('Pattern').fill('^[A-Z]')
    await button('Save').click()
    await says('A job checks the posts')
    await runJobs()
    await studio.page.getByText('A job checks the posts').first().waitFor({ state: 'detached' })
    await eventually(() => button('Save').isDisabled())
    assert.equal((await event(client)).schema.properties.place.pattern, '^[A-Z]')
    assert.deepEqual(studio.complaints, [])
  })

  test('show both versions when two admins save, and lose neither', async ({ client, assert }) => {
    await define(client, placed)
    await studio.go('/types/event')
    await field('Title *').fill('Mine')
    const theirs = { title: 'Theirs' }
    await answers(client.put('/types/event').loginAs(admin).json(theirs), 200)
    studio.expected = [412]
    await button('Save').click()
    const dialog = studio.page.getByRole('dialog')
    await dialog.getByRole('region', { name: 'Theirs' }).getByText('"Theirs"').waitFor()
    await studio.assertAccessible(assert, 'the conflict')
    await dialog.getByRole('button', { name: 'Save mine' }).click()
    await studio.page.getByText('Saved', { exact: true }).waitFor()
    assert.equal((await event(client)).title, 'Mine')
    assert.deepEqual(studio.complaints, [])
  })
})
