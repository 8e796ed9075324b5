import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { shell } from '#tests/process/shell'
import { emptyDatabase, row } from '#tests/support/database'

test.group("plaza, if it can't write its output", (group) => {
  let folder: string

  group.each.setup(async () => {
    await emptyDatabase()
    folder = await mkdtemp(join(tmpdir(), 'plaza-'))
    return () => rm(folder, { recursive: true })
  })

  test('fails on a full disk: {$self}')
    .with([
      '--help',
      '--version',
      'version --json',
      'completion zsh',
      'help exit-codes',
      'db status',
      'db status --jsonl',
      'keys list --json',
    ])
    .run(({ assert }, line) => {
      const { status, stderr } = shell(`plaza ${line} > /dev/full`)

      assert.equal(status, 10)
      assert.match(stderr, /^error: Standard output can't be written \(no space is left\)\n$/)
    })

  test('fails if a file takes only a part', ({ assert }) => {
    const { status, stderr } = shell(
      `trap '' XFSZ; ulimit -f 4; plaza completion bash > ${folder}/script`
    )

    assert.equal(status, 10)
    assert.include(stderr, 'EFBIG')
  })

  test("changes no password that it can't show: {where}")
    .with([
      { where: '> /dev/full', code: 10 },
      { where: '> /dev/null', code: 10 },
      { where: '>&-', code: 10 },
      { where: '--json > /dev/full', code: 10 },
      { where: '| true', code: 10 },
    ])
    .run(async ({ assert }, { where, code }) => {
      const admin = await UserFactory.apply('admin').create()
      const alice = await UserFactory.create()
      const { password } = await row('users', { id: alice.id })

      const line = `users reset-password ${alice.id} --reason 'Asked for it' --yes --as ${admin.id}`
      const { status, stderr } = shell(`plaza ${line} ${where}`)

      assert.equal(status, code)
      assert.include(stderr, 'nothing was done')
      assert.equal((await row('users', { id: alice.id })).password, password)
      assert.isNull(await db.from('audit_entries').first())
    })

  test('shows a password in a file with other content, and in a pipe', async ({ assert }) => {
    const admin = await UserFactory.apply('admin').create()
    const alice = await UserFactory.create()
    const line = `users reset-password ${alice.id} --reason 'Asked for it' --yes --as ${admin.id}`

    const appended = shell(`echo Kept > ${folder}/a; plaza ${line} >> ${folder}/a; cat ${folder}/a`)
    const piped = shell(`plaza ${line} --json | cat`)

    assert.match(appended.stdout, /^Kept\nReset the password of .+\n(.+\n)*Password: [\w-]{23}\n$/)
    assert.match(JSON.parse(piped.stdout).data.password, /^[\w-]{23}$/)
  })

  test("adds no account with a password that it can't show, and exports no data", async ({
    assert,
  }) => {
    const admin = await UserFactory.apply('admin').create()
    const seeded = shell('plaza seed --users 2 --yes > /dev/full')
    const exported = shell(
      `plaza users export ${admin.id} --reason 'Asked for it' --as ${admin.id} > /dev/full`
    )

    assert.deepEqual([seeded.status, exported.status], [10, 10])
    assert.lengthOf(await db.from('users'), 1)
    assert.isNull(await db.from('audit_entries').first())
  })
})

test.group('plaza with invalid text', () => {
  test('refuses bytes that are not UTF-8: {$self}')
    .with(['\\xff\\xfe', 'p\\xe4ssw\\xf6rter', '\\xed\\xa0\\x80'])
    .run(({ assert }, bytes) => {
      const line = 'login --remote http://127.0.0.1:9 --username x --password-stdin'
      const { status, stderr } = shell(`printf '${bytes}' | plaza ${line}`, {
        XDG_CONFIG_HOME: join(tmpdir(), 'plaza-none'),
      })

      assert.equal(status, 2)
      assert.match(stderr, /^error: Standard input is not UTF-8 text.+\n$/)
    })
})
