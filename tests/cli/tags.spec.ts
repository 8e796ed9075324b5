import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'

test.group('plaza tags', (group) => {
  let admin: User

  group.each.setup(async () => {
    await emptyDatabase()
    admin = await UserFactory.apply('admin').create()
  })

  const run = (line: string) => plaza(`${line} --as ${admin.id} --yes`)

  test('makes, lists, changes, merges and deletes tags, with an entry for each', async ({
    assert,
  }) => {
    assert.equal((await run(`tags create 'City Life' --description Houses`)).code, 0)
    assert.equal((await run('tags create Towns')).code, 0)
    const listed = JSON.parse((await run('tags list --json')).out)
    assert.deepEqual(
      listed.data.map(({ slug }: any) => slug),
      ['city-life', 'towns']
    )
    assert.include((await run('tags show city-life')).out, 'Houses')

    assert.equal((await run(`tags update 'City Life' --slug city --name City`)).code, 0)
    assert.match((await run('tags show city-life')).out, /City/)
    assert.equal((await run('tags merge towns city')).code, 0)
    assert.equal((await run('tags delete city')).code, 0)
    assert.equal((await run('tags show city')).code, 3)
    const entries = await db.from('audit_entries').orderBy('id')
    assert.deepEqual(
      entries.map(({ action, origin }) => `${action} ${origin}`),
      ['create', 'create', 'update', 'join', 'delete'].map((act) => `tag.${act} cli`)
    )
  })

  test('changes nothing with --dry-run', async ({ assert }) => {
    const dry = await run('tags create Lamps --dry-run --json')
    assert.containSubset(JSON.parse(dry.out), { data: { slug: 'lamps' }, meta: { dry_run: true } })
    assert.isEmpty(await db.from('tags'))
    await run('tags create Lamps')
    assert.include((await run('tags delete lamps --dry-run')).out, 'Nothing was done')
    assert.equal((await run('tags update lamps --slug light --dry-run')).code, 0)
    assert.equal((await db.from('tags').first()).slug, 'lamps')
  })
})
