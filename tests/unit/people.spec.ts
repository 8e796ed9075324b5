import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { foldNames } from '#jobs/fold_names'
import { nameBegins } from '#queries/users/people'
import { emptyDatabase, row } from '#tests/support/database'
import { flat } from '#tests/support/plans'

const found = async (text: string) => {
  const rows = await nameBegins(db.from('users'), text).orderBy('id').select('username')
  return rows.map(({ username }) => username).join(' ')
}

test.group('Users', (group) => {
  group.setup(emptyDatabase)
  group.setup(async () => {
    await UserFactory.merge([
      { username: 'Ilka_50', displayName: 'Émile Ørsted' },
      { username: 'zhang', displayName: '张伟' },
      { username: 'misha', displayName: 'Мишка Ёлкин' },
      { username: 'plain', displayName: null },
    ]).createMany(4)
  })
  group.teardown(emptyDatabase)

  test('are found by the beginning of a name: "{text}"')
    .with([
      { text: 'ilka_', names: 'Ilka_50' },
      { text: 'ILKA', names: 'Ilka_50' },
      { text: 'emile', names: 'Ilka_50' },
      { text: 'E\u0301MILE ORST', names: 'Ilka_50' },
      { text: '张', names: 'zhang' },
      { text: 'мишка ел', names: 'misha' },
      { text: 'МИ', names: 'misha' },
      { text: 'pl', names: 'plain' },
      { text: 'orsted', names: '' },
      { text: '%', names: '' },
      { text: 'ilka5', names: '' },
    ])
    .run(async ({ assert }, { text, names }) => {
      assert.equal(await found(text), names)
    })

  test('are found through an index', async ({ assert }) => {
    await db.transaction(async (client) => {
      await client.rawQuery('set local enable_seqscan = off')
      const { sql, bindings } = nameBegins(client.from('users'), 'emil').toSQL()
      const { rows } = await client.rawQuery(`explain (format json) ${sql}`, [
        ...bindings,
      ] as string[])
      const names = flat(rows[0]['QUERY PLAN'][0].Plan).map((node) => node['Index Name'])
      assert.includeMembers(names, [
        'users_folded_username_beginning_index',
        'users_folded_display_name_beginning_index',
      ])
    })
  })

  test('named outside the application are found soon, and no longer by an old name', async ({
    assert,
  }) => {
    const { id } = await row('users', { username: 'plain' })
    await db.from('users').where({ id }).update({ display_name: 'Ångström' })
    assert.equal(await foldNames(), 1)
    assert.equal(await found('angstrom'), 'plain')

    await db.from('users').where({ id }).update({ display_name: null })
    assert.equal(await found('angstrom'), '')
    assert.isNull((await row('users', { id })).folded_display_name)
    assert.equal(await foldNames(), 0)
  })
})
