import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'

test.group('plaza roles', (group) => {
  let admin: User

  group.each.setup(async () => {
    await emptyDatabase()
    admin = await UserFactory.apply('admin').create()
  })

  const run = (line: string) => plaza(`${line} --as ${admin.id} --yes`)
  const watch = 'roles create watch --rank 1 --permissions reports.handle,posts.lock'

  test('creates, shows, changes and deletes a role, with an entry for each change', async ({
    assert,
  }) => {
    assert.equal((await run(`${watch} --reason 'Nights are long'`)).code, 0)
    const user = await UserFactory.merge({ role: 'watch' }).create()
    assert.include((await run('roles show watch')).out, 'posts.lock\n')
    assert.match((await run('roles list')).out, /watch +1 +no/)

    assert.equal((await run('roles edit watch --permissions reports.handle')).code, 0)
    assert.deepEqual((await row('roles', { name: 'watch' })).permissions, ['reports.handle'])

    assert.equal((await run('roles delete watch')).code, 4)
    assert.equal((await run('roles delete watch --successor member')).code, 0)
    assert.equal((await row('users', { id: user.id })).role, 'member')
    const entries = await db.from('audit_entries').orderBy('id')
    assert.deepEqual(
      entries.map(({ action, origin }) => `${action} ${origin}`),
      ['role.create cli', 'role.update cli', 'role.delete cli']
    )
  })

  test('changes nothing with --dry-run', async ({ assert }) => {
    const dry = await run(`${watch} --dry-run --json`)
    assert.containSubset(JSON.parse(dry.out), { data: { name: 'watch' }, meta: { dry_run: true } })
    assert.isEmpty(await db.from('roles').where('name', 'watch'))
    await run(watch)
    assert.include((await run('roles delete watch --dry-run')).out, 'Nothing was done')
    assert.equal((await run('roles edit watch --rank 0 --dry-run')).code, 0)
    assert.equal((await row('roles', { name: 'watch' })).rank, 1)
  })

  test('acts as users with a role for staff, and refuses others', async ({ assert }) => {
    await run(watch)
    const [guard, member] = [
      await UserFactory.merge({ role: 'watch' }).create(),
      await UserFactory.create(),
    ]
    assert.equal((await plaza(`reports list --as ${guard.id}`)).code, 0)
    assert.equal((await plaza(`audit list --as ${guard.id}`)).code, 6)
    const refused = await plaza(`reports list --as ${member.id}`)
    assert.equal(refused.code, 6)
    assert.include(refused.err, 'no permission of staff')
  })
})
