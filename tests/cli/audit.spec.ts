import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import AuditEntry from '#models/audit_entry'
import type User from '#models/user'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { originOf, people } from '#tests/support/staff'

let moe: User
let alice: User
const asMoe = () => ({ env: { PLAZA_ACTOR: String(moe.id) } })

const setup = async () => {
  await emptyDatabase()
  ;[moe, alice] = await people('moderator', 'member')
}

/** Audit entries, one after the other. */
async function warnings(count: number) {
  for (let number = 1; number <= count; number++) {
    await db.transaction((client) => {
      const target = { targetType: 'user', targetId: alice.id } as const
      const act = { action: 'user.warn', ...target, reason: `Warning ${number}` }
      return AuditEntry.record({ ...act, before: {}, after: {} }, originOf(moe), client)
    })
  }
}

const idsOf = (rows: { id: number }[]) => rows.map(({ id }) => id)

test.group('plaza audit list and show', (group) => {
  group.each.setup(setup)

  test('list filters by action, actor and later entries', async ({ assert }) => {
    await warnings(2)
    await plaza(`users silence ${alice.id} --reason 'Cool down'`, asMoe())

    const silenced = await plaza('audit list --action user.silence --jsonl', asMoe())
    const later = await plaza(`audit list --actor ${moe.id} --after 1 --sort old --jsonl`, asMoe())

    assert.deepEqual(idsOf(silenced.rows), [3])
    assert.deepEqual(idsOf(later.rows), [2, 3])
  })

  test('show names the actor, the action, the transport and the changes', async ({ assert }) => {
    await plaza(`users silence ${alice.id} --reason 'Cool down'`, { ...asMoe(), user: 'unix' })

    const { out } = await plaza('audit show 1', asMoe())

    assert.match(out, /^Transport +cli, unix@test-host$/m)
    assert.match(out, /^Changes +silenced: false → true$/m)
    assert.equal((await plaza('audit show 999999', asMoe())).code, 3)
  })
})

test.group('plaza audit tail', (group) => {
  group.each.setup(setup)

  test('prints the newest entries, one on a line, oldest first', async ({ assert }) => {
    await warnings(3)

    const { out } = await plaza('audit tail -n 2', asMoe())

    const lines = out.trimEnd().split('\n')
    assert.lengthOf(lines, 2)
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`
    assert.match(lines[0], new RegExp(`^ +2  ${time}  @moderator_\\w+ user\\.warn user \\d+: `))
    assert.match(lines[1], /^ +3 /)
    assert.isTrue(lines.every((line) => line.length <= 80))
  })

  test('follows the log until Ctrl-C, and prints no error then', async ({ assert }) => {
    await warnings(2)
    const shown = Promise.withResolvers<void>()

    const tailing = plaza('audit tail --follow -n 1 --jsonl', {
      ...asMoe(),
      watch(terminal) {
        shown.resolve()
        if (/^\{"id":4,/m.test(terminal.output)) terminal.end('interrupted')
      },
    })
    await shown.promise
    await warnings(2)
    const { code, rows, err } = await tailing

    assert.equal(code, 130)
    assert.equal(err, '')
    assert.deepEqual(idsOf(rows), [2, 3, 4])
  })

  test('ends quietly when its reader ends, and refuses to print an endless JSON document', async ({
    assert,
  }) => {
    await warnings(1)

    const { code, err } = await plaza('audit tail -f', {
      ...asMoe(),
      watch: (terminal) => terminal.end('done'),
    })

    assert.deepEqual([code, err], [0, ''])
    assert.equal((await plaza('audit tail -f --json', asMoe())).code, 2)
  })
})

test.group('plaza audit verify', (group) => {
  group.each.setup(setup)

  test('reports that the log is whole', async ({ assert }) => {
    await warnings(3)

    const { code, json } = await plaza('audit verify --json', asMoe())

    assert.equal(code, 0)
    assert.containsSubset(json.data, { ok: true, entries: 3, first_broken: null })
  })

  test('exits with 9 and names the first changed entry', async ({ assert }) => {
    await warnings(3)
    await db.transaction(async (client) => {
      await client.rawQuery(`set local session_replication_role = 'replica'`)
      await client.from('audit_entries').where('id', 2).update({ reason: 'Nothing' })
    })

    const { code, out, err } = await plaza('audit verify', asMoe())
    const { json } = await plaza('audit verify --json', asMoe())

    assert.equal(code, 9)
    assert.match(out, /^Broken +Entry 2 was altered$/m)
    assert.equal(err, 'error: The audit log was tampered with. Entry 2 was altered\n')
    assert.deepEqual(json.data.first_broken, { id: 2, why: 'altered' })
    assert.equal(json.error.code, 'unverified')
  })
})

test.group('plaza audit export', (group) => {
  let folder: string

  group.each.setup(async () => {
    await setup()
    folder = await mkdtemp(join(tmpdir(), 'plaza-'))
    return () => rm(folder, { recursive: true })
  })

  test('prints all entries as lines of JSON, oldest first', async ({ assert }) => {
    await warnings(103)

    const { code, rows, err } = await plaza('audit export', asMoe())

    assert.equal(code, 0)
    assert.equal(err, '')
    assert.deepEqual(
      idsOf(rows),
      Array.from({ length: 103 }, (_, index) => index + 1)
    )
    assert.equal(rows[1].previous_hash, rows[0].hash)
  })

  test('writes a file that only its owner can read, and overwrites none', async ({ assert }) => {
    await warnings(2)
    const file = join(folder, 'audit.jsonl')

    const first = await plaza(`audit export --output ${file} --json`, asMoe())
    const second = await plaza(`audit export --output ${file}`, asMoe())
    const nowhere = await plaza(`audit export --output ${file}/x`, asMoe())

    assert.deepEqual(first.json.data, { file, entries: 2 })
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.lengthOf((await readFile(file, 'utf8')).trim().split('\n'), 2)
    assert.deepEqual([second.code, nowhere.code], [4, 10])
  })

  test('leaves no file behind when it is interrupted', async ({ assert }) => {
    await warnings(101)
    const file = join(folder, 'audit.jsonl')

    const { code, err } = await plaza(`audit export --output ${file}`, {
      ...asMoe(),
      watch: (terminal) => terminal.end('interrupted'),
    })

    assert.equal(code, 130)
    assert.include(err, 'Interrupted')
    await assert.rejects(() => stat(file), /ENOENT/)
  })
})
