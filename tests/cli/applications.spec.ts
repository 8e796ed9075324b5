import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { answers } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'

test.group('plaza applications', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('accounts.signup', 'approval'))

  test('lists, shows, approves and rejects applications', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    const run = (line: string) => plaza(`${line} --as ${moderator.id} --yes`, { columns: 160 })
    for (const name of ['grace', 'spam']) {
      const fields = { email: `${name}@example.org`, password: 'a plaza in the evening' }
      await answers(client.post('/users').json({ ...fields, application: `I am ${name}` }), 202)
    }
    const listed = await run('applications list')
    assert.include(listed.out, 'grace@example.org')
    const [first, second] = await db.from('sign_ups').orderBy('id')
    assert.include((await run(`applications show ${first.id}`)).out, 'I am grace')
    const approved = await run(`applications approve ${first.id}`)
    assert.equal(approved.out, 'Approved grace@example.org\n')
    const rejected = await run(`applications reject ${second.id} --reason 'It advertises.'`)
    assert.equal(rejected.out, 'Rejected spam@example.org\n')
    assert.equal((await run(`applications approve ${second.id}`)).code, 3)
    const entries = await db.from('audit_entries').orderBy('id')
    assert.deepEqual(
      entries.map(({ action, origin }) => `${action} ${origin}`),
      ['user.approve cli', 'user.reject cli']
    )
  })
})
