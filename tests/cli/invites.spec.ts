import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { answers } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { people } from '#tests/support/staff'

test.group('plaza invites', (group) => {
  group.each.setup(emptyDatabase)

  test('makes an invite whose link is shown once, lists it and revokes it', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const run = (line: string) => plaza(`${line} --as ${admin.id} --yes`, { columns: 160 })
    const created = await run('invites create --uses 3 --expires 30d --role author')
    assert.equal(created.code, 0, created.err)
    const [, token] = /#token=([\w-]{43})/.exec(created.out)!
    assert.include(created.err, 'not shown again')
    const fields = { email: 'grace@example.org', password: 'a plaza in the evening', invite: token }
    await answers(client.post('/users').json(fields), 201)

    const { id, max_uses: uses } = await row('invites', { user_id: admin.id })
    assert.equal(uses, 3)
    const listed = await run('invites list')
    assert.include(listed.out, 'author')
    assert.notInclude(listed.out, token)
    const dry = await run(`invites revoke ${id} --dry-run`)
    assert.include(dry.out, 'Nothing was done')
    assert.lengthOf(await db.from('invites'), 1)
    assert.equal((await run(`invites revoke ${id}`)).code, 0)
    assert.isEmpty(await db.from('invites'))
    assert.equal((await run(`invites revoke ${id}`)).code, 3)
  })

  test('says what is wrong', async ({ assert }) => {
    const [moderator, admin] = await people('moderator', 'admin')
    const refused = await plaza(`invites create --as ${moderator.id}`)
    assert.equal(refused.code, 6)
    const unknown = await plaza(`invites create --role conqueror --as ${admin.id}`)
    assert.equal(unknown.code, 2)
    assert.include(unknown.err, 'names no role')
    assert.isEmpty(await db.from('invites'))
  })
})
