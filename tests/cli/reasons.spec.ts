import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { people } from '#tests/support/staff'

test.group('plaza reasons', (group) => {
  group.each.setup(emptyDatabase)

  test('makes, lists, changes and deletes what staff choose from', async ({ assert }) => {
    const [moe] = await people('moderator')
    const run = (line: string) => plaza(`reasons ${line} --as ${moe.id} --yes`)
    const made = await run(`create --title Rude --text 'Be kind to others.' --json`)
    assert.equal(made.code, 0)
    const { id } = made.json.data
    assert.match((await run('list')).out, /Rude\s+Be kind to others\./)
    assert.include((await run(`update ${id} --title Kindness`)).out, 'Kindness')
    assert.equal((await run(`delete ${id}`)).code, 0)
    assert.equal((await run(`show ${id}`)).code, 3)
    const entries = await db.from('audit_entries').orderBy('id').select('action', 'origin')
    assert.deepEqual(entries, [
      { action: 'reason.create', origin: 'cli' },
      { action: 'reason.update', origin: 'cli' },
      { action: 'reason.delete', origin: 'cli' },
    ])
  })
})
