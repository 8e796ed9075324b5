import { test } from '@japa/runner'
import { variables } from '#start/env'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

interface Setting {
  name: string
  value: string | null
  default: string | null
  is_set: boolean
  is_secret: boolean
  description: string
}

test.group('GET /admin/settings', (group) => {
  group.each.setup(emptyDatabase)

  test('lists every variable, with its default and what it does', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const response = await answers(client.get('/admin/settings').loginAs(admin), 200)
    response.assertHeader('cache-control', 'no-store')
    const settings: Setting[] = response.body()
    const byName = Object.fromEntries(settings.map((setting) => [setting.name, setting]))
    assert.deepEqual(Object.keys(byName), Object.keys(variables))
    assert.containSubset(byName.JWT_LIFETIME, { default: '15m', is_secret: false })
    assert.containSubset(byName.NODE_ENV, { value: 'test', is_set: true, default: null })
    assert.match(byName.TRASH_KEEP.description, /trash/)
  })

  test('tells of a secret only whether it is set', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const settings: Setting[] = await bodyOf(client.get('/admin/settings').loginAs(admin))
    const secrets = settings.filter((setting) => setting.is_secret)
    assert.containSubset(secrets, [
      { name: 'APP_KEY', is_set: true, value: null },
      { name: 'DATABASE_URL', is_set: true, value: null },
    ])
    const text = JSON.stringify(settings)
    for (const { name } of secrets.filter((secret) => secret.is_set)) {
      assert.notInclude(text, process.env[name]!)
    }
  })

  test('is for those who may settings.read', async ({ client }) => {
    for (const user of await people('member', 'moderator', 'editor')) {
      assertProblem(await client.get('/admin/settings').loginAs(user), 403, 'forbidden')
    }
  })
})
