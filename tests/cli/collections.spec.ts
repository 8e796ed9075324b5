import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'

test.group('plaza collections', (group) => {
  let admin: User

  group.each.setup(async () => {
    await emptyDatabase()
    admin = await UserFactory.apply('admin').create()
  })

  const run = (line: string) => plaza(`${line} --as ${admin.id} --yes`)

  test('makes, orders, changes and deletes one, with an entry for each', async ({ assert }) => {
    const [a, b] = await PostFactory.createMany(2)
    assert.equal((await run(`collections create --title 'Front page'`)).code, 0)
    assert.equal((await run(`collections order front-page ${b.id} ${a.id}`)).code, 0)
    const places = await db.from('collection_posts').orderBy('place')
    assert.deepEqual(
      places.map(({ post_id: id }) => id),
      [b.id, a.id]
    )
    assert.equal((await run('collections update front-page --description First')).code, 0)
    assert.include((await run('collections show front-page')).out, 'First')
    assert.equal((await run('collections delete front-page --dry-run')).code, 0)
    assert.match((await run('collections list')).out, /front-page/)
    assert.equal((await run('collections delete front-page')).code, 0)
    const entries = await db.from('audit_entries').orderBy('id')
    assert.deepEqual(
      entries.map(({ action, origin }) => `${action} ${origin}`),
      ['create', 'order', 'update', 'delete'].map((act) => `collection.${act} cli`)
    )
  })
})
