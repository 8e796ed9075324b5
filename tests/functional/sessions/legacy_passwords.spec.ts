import { writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { EVEN_MS } from '#auth/even_time'
import { UserFactory } from '#database/factories/user_factory'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { temporaryFolder } from '#tests/support/moving'

/** Of `test12345`. */
const PHPASS = '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'

/** Of `U*U`. */
const BCRYPT = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'

const logIn = (client: ApiClient, username: string, secret: string) =>
  client.post('/login').json({ username, password: secret })

const timed = async (run: () => PromiseLike<unknown>) => {
  const begun = performance.now()
  await run()
  return performance.now() - begun
}

test.group('POST /login with a password of another system', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  const moveIn = async (cleanup: Parameters<typeof temporaryFolder>[0]) => {
    const folder = await temporaryFolder(cleanup)
    const users = `user_login,user_email,user_pass
ada,ada@example.org,${PHPASS}
bob,bob@example.org,${BCRYPT}
eve,eve@example.org,5f4dcc3b5aa765d61d8327deb882cf99
`
    await writeFile(`${folder}/users.csv`, users)
    return plaza(`import ${folder}/users.csv --from csv-users --json`)
  }

  test('signs in, and keeps it as one of ours from then on', async ({
    assert,
    cleanup,
    client,
  }) => {
    const { code, json } = await moveIn(cleanup)
    assert.equal(code, 0)
    assert.include(json.data.messages[0].message, 'its password is not kept')
    assert.notInclude(JSON.stringify(await row('users', { username: 'ada' })), PHPASS.slice(12))

    for (const [name, secret] of [
      ['ada', 'test12345'],
      ['bob', 'U*U'],
    ]) {
      const before = await row('users', { username: name })
      assert.isTrue(before.has_password)
      assert.match(before.password, /^\$wrapped\$/)
      const responses = await Promise.all([1, 2].map(() => logIn(client, name, secret)))
      for (const response of responses) response.assertStatus(200)
      const { password: now } = await row('users', { username: name })
      assert.match(now, /^\$argon2id\$/)
      ;(await logIn(client, name, secret)).assertStatus(200)
      assert.equal((await row('users', { username: name })).password, now)
    }
    assert.isFalse((await row('users', { username: 'eve' })).has_password)
  })

  test('takes as long for a wrong one as for an account that is not there', async ({
    assert,
    cleanup,
    client,
  }) => {
    const { username } = await UserFactory.create()
    await moveIn(cleanup)
    for (const name of ['ada', 'bob', 'unknown', username]) {
      const taken = await timed(async () => {
        ;(await logIn(client, name, 'wrong password')).assertStatus(401)
      })
      assert.isAtLeast(taken, EVEN_MS - 5, name)
    }
  })
})
