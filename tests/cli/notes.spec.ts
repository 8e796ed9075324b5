import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { people } from '#tests/support/staff'

test.group('plaza users note', (group) => {
  group.each.setup(emptyDatabase)

  test('notes, lists and deletes what staff know of a user', async ({ assert }) => {
    const [moe, member] = await people('moderator', 'member')
    const run = (line: string) => plaza(`${line} --as ${moe.id} --yes`)
    const name = `@${member.username}`

    const { code, json } = await run(`users note ${name} 'Promised to stop.' --json`)
    assert.equal(code, 0)
    assert.containSubset(json.data, { text: 'Promised to stop.', author: { id: moe.id } })
    const { out } = await run(`users notes ${name}`)
    assert.include(out, 'Promised to stop.')
    assert.include(out, `@${moe.username}`)

    assert.equal((await run(`users delete-note ${name} ${json.data.id}`)).code, 0)
    assert.isEmpty(await db.from('user_notes'))
    const actions = await db.from('audit_entries').orderBy('id').select('action', 'origin')
    assert.deepEqual(actions, [
      { action: 'user.note', origin: 'cli' },
      { action: 'user.delete_note', origin: 'cli' },
    ])
  })

  test('fails for an empty text, and for a user who is not there', async ({ assert }) => {
    const [moe, member] = await people('moderator', 'member')
    const run = (line: string) => plaza(`${line} --as ${moe.id}`)
    assert.equal((await run(`users note ${member.id} ' '`)).code, 2)
    assert.equal((await run(`users note 999999999 Hello`)).code, 3)
  })
})

test.group('plaza users timeline', (group) => {
  group.each.setup(emptyDatabase)

  test('shows what a user did, and what was done about the user', async ({ assert }) => {
    const [moe, member] = await people('moderator', 'member')
    await PostFactory.merge({ userId: member.id, title: 'Watches' }).create()
    const run = (line: string) => plaza(`${line} --as ${moe.id}`)
    await run(`users warn ${member.id} --reason 'No more watches'`)
    await run(`users note ${member.id} 'Promised to stop.'`)

    const { code, out } = await run(`users timeline ${member.id} --columns what,text`)
    assert.equal(code, 0)
    const lines = out.trimEnd().split('\n')
    assert.match(lines[0], /^What +Text$/)
    assert.match(lines[1], /^note \d+ +Promised to stop\.$/)
    assert.match(lines[2], /^action \d+, user\.warn +No more watches$/)
    assert.match(lines[3], /^post \d+, published +Watches$/)
    const { out: whole } = await run(`users timeline ${member.id}`)
    assert.match(whole, /^Time .*What +On +By +Text\n/)
    const { json } = await run(`users timeline ${member.id} --type post --json`)
    assert.lengthOf(json.data, 1)
  })
})
