import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'

test.group('plaza', () => {
  test('explains in one line what is wrong with {line}')
    .with([
      { line: 'users', says: 'Say what to do' },
      { line: 'users lost', says: "unknown command 'lost'" },
      { line: 'users list --nope', says: "unknown option '--nope'" },
      { line: 'users list --limit 0', says: 'whole number' },
      { line: 'users list --status king', says: 'Allowed choices are active' },
      { line: 'users list --role King', says: 'The name of a role has a-z' },
      { line: 'roles create night --permissions a --rank 2', says: 'A rank is 0 or 1' },
      { line: 'users suspend @alice', says: "'--reason <text>' not specified" },
      { line: 'users suspend @alice --reason spam --until 2020-01-01', says: 'over already' },
      { line: 'users suspend @alice --reason spam --until soon', says: 'Write 7d' },
      { line: 'posts show first', says: 'It must be an id' },
      { line: 'users list --json --jsonl', says: 'not both' },
      { line: 'users list --csv --jsonl', says: 'not both' },
      { line: 'users list --json --columns id', says: '--columns is for tables' },
      { line: 'users list --columns id,', says: 'separated by commas' },
      { line: 'users suspend a', says: 'A user is an id, a user name or an e-mail' },
      { line: "users list --as 'no body'", says: 'A user is an id, a user name or an e-mail' },
      { line: 'users list --since 2027-02-30', says: 'There is no 2027-02-30' },
      { line: 'users silence x1y --until 2100-02-29', says: 'There is no 2100-02-29' },
      { line: "bulk plan --users 'since:2026-04-31'", says: 'There is no 2026-04-31' },
      { line: 'db status --remote http://localhost', says: 'without --remote' },
      { line: 'login', says: 'plaza login --remote <url>' },
      { line: 'help nothing', says: 'no command nothing' },
    ])
    .run(async ({ assert }, { line, says }) => {
      const { code, out, err } = await plaza(line)

      assert.equal(code, 2)
      if (!line.includes('--json')) assert.equal(out, '')
      assert.include(err + out, says)
      if (line !== 'users') assert.lengthOf((err || '\n').split('\n'), 2)
    })

  test('prints an error as a problem document with --json', async ({ assert }) => {
    const { code, json, err } = await plaza('users list --json --nope')

    assert.equal(code, 2)
    assert.equal(err, '')
    assert.containsSubset(json, { ok: false, data: null, error: { code: 'usage' } })
  })

  test('lists its exit codes', async ({ assert }) => {
    const { code, out } = await plaza('help exit-codes')

    assert.equal(code, 0)
    for (const number of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130, 141]) {
      assert.match(out, new RegExp(`^ *${number}  \\S`, 'm'))
    }
  })

  test('shows the same help for {line}')
    .with([{ line: 'help users suspend' }, { line: 'users suspend --help' }])
    .run(async ({ assert }, { line }) => {
      const { code, out } = await plaza(line)

      assert.equal(code, 0)
      assert.include(out, 'plaza users suspend [options] <user>')
      assert.include(out, '--remote')
    })
})

test.group('plaza with a missing value', (group) => {
  group.each.setup(emptyDatabase)

  test('asks for it on a terminal until the answer is valid', async ({ assert }) => {
    const moe = await UserFactory.apply('moderator').create()
    const alice = await UserFactory.create()

    const ran = await plaza(`users warn ${alice.username} --as ${moe.username}`, {
      answers: ['no', 'Spam again'],
    })

    assert.equal(ran.code, 0)
    assert.deepEqual(ran.asked, ['Reason', 'Reason'])
    assert.include(ran.err, '3 to 500')
    assert.containsSubset(await row('audit_entries', { target_id: alice.id }), {
      reason: 'Spam again',
    })
  })

  test('asks for an e-mail too, but never outside a terminal', async ({ assert }) => {
    const { asked } = await plaza('users create', { answers: ['a@b.example', 'a long password'] })

    assert.equal(asked[0], 'E-mail')
    assert.equal((await plaza('users create --password-stdin')).code, 2)
  })
})

test.group('plaza --verbose', () => {
  test('shows the stack of an error, with control characters escaped', async ({ assert }) => {
    const { err } = await plaza("users list --verbose '--no\u001b[31mpe'")

    assert.include(err, '    at ')
    assert.notMatch(err.replaceAll('\n', ''), /\p{Cc}/u)
  })
})

test.group('plaza --as', (group) => {
  group.each.setup(emptyDatabase)

  test('fails outside a terminal if no actor is named', async ({ assert }) => {
    const { code, err } = await plaza('whoami')

    assert.equal(code, 2)
    assert.include(err, '--as <staff user>')
  })

  test('names the actor by {kind}')
    .with([
      { kind: 'id' },
      { kind: 'username' },
      { kind: 'bare' },
      { kind: 'email' },
      { kind: 'environment' },
    ] as const)
    .run(async ({ assert }, { kind }) => {
      const moe = await UserFactory.apply('moderator').create()
      const { id, username, email } = moe
      const names = {
        id,
        username: `@${username.toUpperCase()}`,
        bare: username,
        email,
        environment: username,
      }
      const { code, json } =
        kind === 'environment'
          ? await plaza('whoami --json', { env: { PLAZA_ACTOR: names[kind] } })
          : await plaza(`whoami --json --as ${names[kind]}`)

      assert.equal(code, 0)
      assert.containsSubset(json.data, { id, role: 'moderator' })
    })

  test('is not needed by a user who is linked to the operating-system user', async ({ assert }) => {
    const moe = await UserFactory.apply('moderator').merge({ osUser: 'moe' }).create()

    const { json } = await plaza('whoami --json', { user: 'moe' })

    assert.equal(json.data.id, moe.id)
  })

  test('is asked for on a terminal', async ({ assert }) => {
    const moe = await UserFactory.apply('moderator').create()

    const { asked, json } = await plaza('whoami --json', { answers: [`@${moe.username}`] })

    assert.deepEqual(asked, ['Act as'])
    assert.equal(json.data.id, moe.id)
  })

  test('refuses a member, a suspended moderator and an unknown user', async ({ assert }) => {
    const member = await UserFactory.create()
    const barred = await UserFactory.apply('moderator').create()
    await barred.suspend(null)

    assert.equal((await plaza(`whoami --as ${member.id}`)).code, 6)
    assert.equal((await plaza(`whoami --as ${barred.id}`)).code, 6)
    assert.equal((await plaza('whoami --as @nobody')).code, 3)
  })
})
