import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { people } from '#tests/support/staff'

test.group('plaza views', (group) => {
  group.each.setup(emptyDatabase)

  test('saves, lists, changes and deletes views of lists', async ({ assert }) => {
    const [ed] = await people('editor')
    const run = (line: string) => plaza(`views ${line} --as ${ed.id} --yes`)
    const made = await run(
      `create --name Lamps --list posts --filter tag=city,-lamps --filter status=draft --sort updated --columns title,author --shared --json`
    )
    assert.equal(made.code, 0)
    assert.containSubset(made.json.data, {
      filters: { tag: 'city,-lamps', status: 'draft' },
      sort: 'updated',
      columns: ['title', 'author'],
      shared: true,
    })
    const { id } = made.json.data
    assert.match((await run('list --list posts')).out, /Lamps\s+posts.*tag=city,-lamps/)
    assert.match((await run(`show ${id}`)).out, /Columns\s+title, author/)
    assert.include((await run(`update ${id} --name Lights --no-filter --no-shared`)).out, 'Lights')
    assert.containSubset((await run(`show ${id} --json`)).json.data, { filters: {}, shared: false })
    const unknown = await run(`update ${id} --filter stats=draft`)
    assert.equal(unknown.code, 2)
    assert.include(unknown.err, '"status"')
    assert.equal((await run(`delete ${id}`)).code, 0)
    assert.equal((await run(`show ${id}`)).code, 3)
    const entries = await db.from('audit_entries').orderBy('id').select('action', 'origin')
    assert.deepEqual(entries, [
      { action: 'view.create', origin: 'cli' },
      { action: 'view.update', origin: 'cli' },
    ])
  })
})
