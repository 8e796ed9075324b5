import app from '@adonisjs/core/services/app'
import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { people } from '#tests/support/staff'

const line = 'seed --users 5 --posts 8 --comments 12 --votes 20'

const usersMade = async () => Number((await db.from('users').count('* as total'))[0].total)
const isPasswordOfAll = async (password: string) => {
  const { password: hashed } = await db.from('users').firstOrFail()
  return hash.verify(hashed, password)
}

test.group('plaza seed', (group) => {
  group.each.setup(emptyDatabase)

  test('adds the requested rows, and shows the generated password', async ({ assert }) => {
    const { code, json } = await plaza(`${line} --json`)

    assert.equal(code, 0)
    const { password, ...made } = json.data
    assert.deepEqual(made, { users: 5, posts: 8, comments: 12, votes: 20 })
    assert.equal(await usersMade(), 5)
    assert.isTrue(await isPasswordOfAll(password))
  })

  test('reads a password from standard input or a prompt, and does not print it', async ({
    assert,
  }) => {
    const password = 'a plaza in the evening'

    const { out } = await plaza(`${line} --password-stdin`, { input: `${password}\n` })
    assert.isTrue(await isPasswordOfAll(password))
    assert.notInclude(out, 'Password')

    await emptyDatabase()
    const { asked } = await plaza(line, { answers: [password] })
    assert.match(asked[0], /^Password of the new accounts/)
    assert.isTrue(await isPasswordOfAll(password))
  })

  test('refuses a password that sign-up would refuse')
    .with(['12345', 'password', 'x'.repeat(129)])
    .run(async ({ assert }, password) => {
      const { code, err } = await plaza(`${line} --password-stdin`, { input: password })

      assert.equal(code, 2)
      assert.match(err, /^error: password .+\n$/)
      assert.equal(await usersMade(), 0)
    })

  test('asks before it adds to a database with users', async ({ assert }) => {
    await people('member')

    assert.equal((await plaza(line)).code, 5)
    assert.equal((await plaza(line, { answers: [false] })).code, 5)
    assert.equal(await usersMade(), 1)
    assert.equal((await plaza(`${line} --yes`)).code, 0)
    assert.equal(await usersMade(), 6)
  })

  test('needs the name of the database in production', async ({ assert, cleanup }) => {
    const { rows } = await db.rawQuery('select current_database() as name')
    const { inProduction } = app
    Object.defineProperty(app, 'inProduction', { value: true, configurable: true })
    cleanup(() => void Object.defineProperty(app, 'inProduction', { value: inProduction }))

    assert.equal((await plaza(`${line} --yes`)).code, 5)
    assert.equal((await plaza(`${line} --yes --confirm another`)).code, 5)
    assert.equal(await usersMade(), 0)
    assert.equal((await plaza(`${line} --yes --confirm ${rows[0].name}`)).code, 0)
  })

  test('explains impossible numbers', async ({ assert }) => {
    const { code, err } = await plaza('seed --users 1 --posts 1 --votes 9 --comments 0')

    assert.equal(code, 2)
    assert.match(err, /^error: votes takes 1 at most: .*\n$/)
    assert.equal((await plaza('seed --users some')).code, 2)
    assert.equal((await plaza('seed --remote http://localhost')).code, 2)
  })

  test('keeps no rows after Ctrl-C', async ({ assert }) => {
    const { code, err } = await plaza(line, {
      watch: (terminal) => terminal.progressed > 5 && terminal.end('interrupted'),
    })

    assert.equal(code, 130)
    assert.equal(err, 'error: Interrupted, so nothing was added\n')
    assert.equal(await usersMade(), 0)
  })
})
