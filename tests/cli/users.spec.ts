import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import User from '#models/user'
import { eraseOwn } from '#tests/support/accounts'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'

let moe: User
const asMoe = () => ({ env: { PLAZA_ACTOR: String(moe.id) } })

const setup = async () => {
  await emptyDatabase()
  moe = await UserFactory.apply('moderator').merge({ username: 'moe' }).create()
}

test.group('plaza users list', (group) => {
  group.each.setup(setup)

  test('shows a table that fits the terminal', async ({ assert }) => {
    await UserFactory.merge({ username: 'alice', email: `${'a'.repeat(60)}@example.org` }).create()

    const { code, out, err } = await plaza('users list', asMoe())

    assert.equal(code, 0)
    assert.equal(err, '')
    const lines = out.trimEnd().split('\n')
    assert.match(lines[0], /^ *Id +User +Role +Status/)
    assert.match(lines[1], /@alice +member +active.*…$/)
    assert.isTrue(lines.every((line) => line.length <= 80))
  })

  test('filters as the API does', async ({ assert }) => {
    const barred = await UserFactory.create()
    await barred.suspend(null)

    const { rows } = await plaza('users list --jsonl --status suspended', asMoe())

    assert.deepEqual(
      rows.map(({ id }) => id),
      [barred.id]
    )
  })

  test('continues with the cursor, and reads more than one page', async ({ assert }) => {
    // Hashing a password for each would take as long as all other tests here.
    await db.rawQuery(
      `insert into users (email, username, password)
       select n || '@example.org', 'user_' || n, 'none' from generate_series(1, 104) as n`
    )

    const first = await plaza('users list --json --limit 102', asMoe())
    const { next, count } = first.json.meta
    const rest = await plaza(`users list --json --cursor ${next}`, asMoe())

    assert.equal(count, 102)
    assert.isNull(rest.json.meta.next)
    const ids = [...first.json.data, ...rest.json.data].map(({ id }) => id)
    assert.lengthOf(new Set(ids), 105)
    const people = await plaza('users list --limit 1', asMoe())
    assert.match(people.err, /^There is more: --cursor \S+\n$/)
  })

  test('escapes control characters for the terminal', async ({ assert }) => {
    await UserFactory.merge({ bio: 'red \u001b[31m \u009b2J \u202eback' }).create()

    for (const format of ['', '--json', '--jsonl']) {
      const { out } = await plaza(`users list ${format}`, asMoe())
      assert.notMatch(out.replaceAll('\n', ''), /[\p{Cc}\u202e]/u)
    }
    const { rows } = await plaza('users list --jsonl', asMoe())
    assert.equal(rows[0].bio, 'red \u001b[31m \u009b2J \u202eback')
  })
})

test.group('plaza users suspend', (group) => {
  group.each.setup(setup)

  test('suspends, and leaves an audit entry of the command line', async ({ assert }) => {
    const alice = await UserFactory.create()

    const line = `users suspend @${alice.username} --reason 'Spam again' --until 7d --yes --json`
    const { code, json } = await plaza(line, { ...asMoe(), user: 'unix' })

    assert.equal(code, 0)
    const { suspended_at: suspended } = await row('users', { id: alice.id })
    assert.isNotNull(suspended)
    const entry = await row('audit_entries', { id: json.data.id })
    assert.containsSubset(entry, {
      action: 'user.suspend',
      actor_id: moe.id,
      origin: 'cli',
      os_user: 'unix',
      host: 'test-host',
      reason: 'Spam again',
    })
  })

  test('asks for a confirmation, and accepts no', async ({ assert }) => {
    const alice = await UserFactory.create()
    const line = `users suspend ${alice.id} --reason 'Spam again'`

    const { code, asked } = await plaza(line, { ...asMoe(), answers: [false] })

    assert.equal(code, 5)
    assert.include(asked[0], `@${alice.username}`)
    const { suspended_at: suspended } = await row('users', { id: alice.id })
    assert.isNull(suspended)
    assert.equal((await plaza(line, { ...asMoe(), answers: [true] })).code, 0)
  })

  test('refuses outside a terminal without --yes', async ({ assert }) => {
    const alice = await UserFactory.create()

    const { code, err } = await plaza(`users suspend ${alice.id} --reason spam`, asMoe())

    assert.equal(code, 5)
    assert.include(err, '--yes')
  })

  test('shows the change with --dry-run, and changes nothing', async ({ assert }) => {
    const alice = await UserFactory.create()

    const { code, out } = await plaza(`users suspend ${alice.id} --reason spam --dry-run`, asMoe())

    assert.equal(code, 0)
    assert.include(out, 'suspended: false → true')
    assert.isNull((await row('users', { id: alice.id })).suspended_at)
    assert.isNull(await db.from('audit_entries').first())
  })

  test('exits with {code} {when}')
    .with([
      { when: 'the user is unknown', code: 3, target: () => '@nobody' },
      { when: 'an admin is meant', code: 6, target: () => UserFactory.apply('admin').create() },
      { when: 'it is oneself', code: 4, target: () => moe },
      { when: 'it is done already', code: 4, target: suspendedUser },
    ])
    .run(async ({ assert }, { code, target }) => {
      const user = await target()
      const reference = typeof user === 'string' ? user : user.id

      const ran = await plaza(`users suspend ${reference} --reason spam --yes`, asMoe())

      assert.equal(ran.code, code)
      assert.match(ran.err, /^error: .+\n$/)
    })

  test('is undone by unsuspend', async ({ assert }) => {
    const barred = await suspendedUser()

    const { code } = await plaza(`users unsuspend ${barred.id} --reason 'Said sorry'`, asMoe())

    assert.equal(code, 0)
    assert.isNull((await row('users', { id: barred.id })).suspended_at)
  })

  async function suspendedUser() {
    const user = await UserFactory.create()
    await user.suspend(null)
    return user
  }
})

test.group('plaza users create', (group) => {
  group.each.setup(emptyDatabase)

  const line = 'users create --email ada@example.org --username ada --role admin --password-stdin'
  const input = 'a plaza in the evening\n'

  test('creates the first admin on the machine itself', async ({ assert }) => {
    const { code } = await plaza(line, { input, user: 'unix' })

    assert.equal(code, 0)
    const { id, role } = await row('users', { username: 'ada' })
    assert.equal(role, 'admin')
    assert.containsSubset(await row('audit_entries', { target_id: id }), {
      action: 'user.create',
      actor_id: null,
      os_user: 'unix',
    })
  })

  test('needs an actor if there is an admin', async ({ assert }) => {
    await plaza(line, { input, user: 'unix' })
    const another = line.replaceAll('ada', 'eve')

    assert.equal((await plaza(another, { input, user: 'other' })).code, 2)
    assert.equal((await plaza(`${another} --as @ada`, { input, user: 'other' })).code, 0)
  })

  test('lets the creator of the first admin act as that admin', async ({ assert }) => {
    await plaza(line, { input, user: 'unix' })

    const { code, out } = await plaza('whoami', { user: 'unix' })
    assert.equal(code, 0)
    assert.include(out, '@ada')
  })

  test('reports a taken name before it asks for a password')
    .with([
      { line: 'users create --email ADA@example.org', says: 'this e-mail' },
      { line: 'users create --email eve@example.org --username Ada', says: 'this user name' },
    ])
    .run(async ({ assert }, { line: another, says }) => {
      await plaza(line, { input, user: 'unix' })

      const { asked, code, err } = await plaza(another, { user: 'unix', answers: [] })

      assert.equal(code, 4)
      assert.include(err, `@ada has ${says} already`)
      assert.isEmpty(asked)
    })

  test('outside a terminal, reads the password only from standard input', async ({ assert }) => {
    const { code, err } = await plaza(line.replace(' --password-stdin', ''))

    assert.equal(code, 2)
    assert.include(err, '--password-stdin')
  })
})

test.group('plaza users erase', (group) => {
  group.each.setup(setup)

  test('needs the name as a confirmation', async ({ assert }) => {
    const admin = await UserFactory.apply('admin').create()
    const alice = await UserFactory.merge({ username: 'alice' }).create()
    const line = `users erase ${alice.id} --reason 'Asked for it' --as ${admin.id}`

    assert.equal((await plaza(`${line} --yes`)).code, 5)
    assert.equal((await plaza(`${line} --confirm alice`)).code, 5)
    assert.equal((await plaza(`${line} --confirm bob --yes`)).code, 5)
    assert.isNotNull(await db.from('users').where('id', alice.id).first())
    assert.equal((await plaza(`${line} --confirm alice --yes`)).code, 0)
    assert.isNull(await User.find(alice.id))
  })

  test('shows on a terminal the progress in the background', async ({ assert }) => {
    const admin = await UserFactory.apply('admin').create()
    const bob = await UserFactory.merge({ username: 'bob' }).create()
    const { id: postId } = await PostFactory.create()
    await db.rawQuery(
      `insert into comments (post_id, user_id, content)
       select :postId, :userId, 'Comment' from generate_series(1, 700) as n`,
      { postId, userId: bob.id }
    )
    const line = `users erase ${bob.id} --reason 'Asked for it' --as ${admin.id} --confirm bob --yes`
    let isWorking = false
    const seen: number[] = []
    const { code, out } = await plaza(line, {
      answers: [],
      watch({ progressed, output }) {
        if (progressed > 0) seen.push(progressed)
        if (isWorking || !output.includes('Erased')) return
        isWorking = true
        void runJobs()
      },
    })

    assert.equal(code, 0)
    assert.include(out, 'Erased @bob')
    assert.equal(seen.at(-1), 700)
    assert.isEmpty(await db.from('users').where('id', bob.id))
  })
})

test.group('plaza system deletions', (group) => {
  group.each.setup(setup)

  test('shows the rows left of an erased account and of a deleted post', async ({ assert }) => {
    const admin = await UserFactory.apply('admin').create()
    const line = `system deletions --as ${admin.id}`
    assert.include((await plaza(line)).err, 'Nothing is being deleted')

    const [carol, post] = [await UserFactory.create(), await PostFactory.create()]
    await CommentFactory.merge({ userId: carol.id, postId: post.id }).createMany(3)
    await eraseOwn(carol)
    await post.hide()

    assert.includeMembers(
      (await plaza(`${line} --json`)).json.data.map(
        ({ type, id, rows_left: left }: Record<string, unknown>) => `${type} ${id}: ${left}`
      ),
      [`user ${carol.id}: 3`, `post ${post.id}: 3`]
    )
  })
})
