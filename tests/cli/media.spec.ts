import { mkdir, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type User from '#models/user'
import { holdBytes } from '#media/bytes_lock'
import { keyOf } from '#media/storage'
import { answers } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import {
  bytesOf,
  download,
  emptyStorage,
  pathOf,
  plainPicture,
  stored,
  text,
  uploaded,
} from '#tests/support/media'
import { people, report } from '#tests/support/staff'

let moe: User
let alice: User
const asMoe = () => ({ env: { PLAZA_ACTOR: String(moe.id) } })
const nameOf = (url: string | null) => pathOf(url).split('/').at(-1)!
const placeOf = (name: string) => join(config.get<string>('media.folder'), keyOf(name))

/** An old file of the storage that has no row. */
async function leave(name: string) {
  await mkdir(dirname(placeOf(name)), { recursive: true })
  await writeFile(placeOf(name), 'x')
  const old = new Date(Date.now() - 7_200_000)
  await utimes(placeOf(name), old, old)
}

const setup = async () => {
  await emptyDatabase()
  await emptyStorage()
  ;[moe, alice] = await people('moderator', 'member')
}

test.group('plaza media', (group) => {
  group.each.setup(setup)

  test('lists and shows files, and acts on them', async ({ client, assert }) => {
    const { id, sha256 } = await uploaded(client, alice, text('Notes'), { name: 'Notes.txt' })
    const run = (line: string) => plaza(`media ${line} --yes`, asMoe())
    const { out } = await run('list')
    assert.match(out, new RegExp(`${id} .*document.*Notes`))
    assert.match((await run(`show ${id}`)).out, new RegExp(sha256))
    const dry = await run(`remove ${id} --reason 'Not ours' --dry-run`)
    assert.include(dry.out, 'Nothing was done')
    const removed = await run(`remove ${id} --reason 'Not ours'`)
    assert.match(removed.out, /^Removed file \d+, Notes\.txt \(audit entry \d+\)/)
    assert.isNotNull((await row('media', { id })).removed_at)
    assert.lengthOf((await run('list --removed true --jsonl')).rows, 1)
    assert.equal((await run(`remove ${id} --reason 'Not ours'`)).code, 4)
    assert.match((await run(`restore ${id} --reason 'A mistake'`)).out, /^Restored file/)
    assert.match((await run(`bar ${id} --reason 'Not ours'`)).out, /^Barred file/)
    assert.match((await run(`show ${id}`)).out, /^Barred +\d{4}/m)
    assert.match((await run(`unbar ${id} --reason 'A mistake'`)).out, /^Unbarred file/)
    assert.equal((await run(`remove 999999 --reason 'Not ours'`)).code, 3)
  })

  test('has a report on a file, which bars it', async ({ client, assert }) => {
    const file = await uploaded(client, alice, text('Notes'), { name: 'Notes.txt' })
    const post = { title: 'Notes', content: `[Notes](${file.url})` }
    await answers(client.post('/posts').loginAs(alice).json(post), 201)
    const { id } = await report(client, 'media', file)
    const { out } = await plaza(`reports show ${id}`, asMoe())
    assert.match(out, /\nThe media\nId +\d+\n/)
    await db.from('media').where('id', file.id).update({ alt: 'Something else' })
    const later = await plaza(`reports show ${id}`, asMoe())
    assert.match(later.out, /As it was reported\n@member_\w+, .*:\n {2}Notes\.txt, .* 5 bytes, /)
    const decisions = [`bar media ${file.id}`, 'Not ours']
    const { code } = await plaza('reports next', { ...asMoe(), answers: decisions })
    assert.equal(code, 0)
    assert.isNotNull((await row('media_files', {})).barred_at)
  })

  test('plans a batch of files', async ({ client, assert }) => {
    await uploaded(client, alice, text('Notes'), { name: 'Notes.txt' })
    const line = `bulk plan --media user:${alice.id} --action media.remove --reason 'Not ours'`
    const { out, err } = await plaza(line, asMoe())
    assert.containSubset(JSON.parse(out), {
      target_type: 'media',
      rows: [{ summary: 'Notes.txt' }],
    })
    assert.include(err, 'media.remove would change 1 file')
    const applied = await plaza('bulk apply - --yes', { ...asMoe(), input: out })
    assert.equal(applied.code, 0)
    assert.isNotNull((await row('media', {})).removed_at)
  })
})

test.group('plaza media check', (group) => {
  group.each.setup(setup)

  test('finds nothing in a whole storage', async ({ client, assert }) => {
    await uploaded(client, alice, text('Notes'))
    const { code, out } = await plaza('media check')
    assert.equal(code, 0)
    assert.isEmpty(out)
  })

  test('finds rows without bytes and bytes without a row', async ({ client, assert }) => {
    const { id, url } = await uploaded(client, alice, text('Notes'))
    const other = await uploaded(client, alice, text('Other'))
    await rm(placeOf(nameOf(url)))
    const [whole] = await stored()
    const unknown = `${whole.slice(0, 2)}${'a'.repeat(30)}.pdf`
    const young = `${whole.slice(0, 2)}${'b'.repeat(30)}.pdf`
    await leave(unknown)
    await writeFile(placeOf(young), 'x')

    const { code, rows } = await plaza('media check --jsonl')
    assert.equal(code, 9)
    assert.sameDeepMembers(rows, [
      { problem: 'missing', name: nameOf(url), media_id: id, is_deleted: false },
      { problem: 'unknown', name: unknown, media_id: null, is_deleted: false },
    ])
    const shown = await plaza('media check')
    assert.match(shown.err, /1 row without bytes, 1 file without a row/)
    assert.include(shown.out, 'has no bytes')
    assert.notInclude(shown.out, nameOf(other.url))
  })

  test('deletes bytes without a row with --delete, but none of an import that runs', async ({
    assert,
  }) => {
    const [unknown, imported] = ['aa', 'bb'].map((start) => `${start.padEnd(32, '0')}.pdf`)
    for (const name of [unknown, imported]) await leave(name)
    const given = { format: 'plaza', source: 'x', digest: 'x' }
    const [{ id: importId }] = await db.table('imports').insert(given).returning('id')
    const facts = { name: imported, import_id: importId, file: 'x', sha256: 'x', bytes: 1 }
    await db.table('imported_bytes').insert(facts)

    const refused = await plaza('media check --delete')
    assert.equal(refused.code, 5)
    assert.lengthOf(await stored(), 2)
    const { code, out } = await plaza('media check --delete --yes')
    assert.equal(code, 0)
    assert.match(out, new RegExp(`${unknown} +had no row: deleted`))
    assert.deepEqual(await stored(), [imported])
  })

  test('deletes no bytes while a backup reads files', async ({ assert }) => {
    const name = `${'a'.repeat(32)}.pdf`
    await leave(name)
    await db.transaction(async (client) => {
      await holdBytes(client)
      const { code, err } = await plaza('media check --delete --yes')
      assert.equal(code, 9)
      assert.match(err, /0 rows without bytes, 1 file without a row/)
    })
    assert.deepEqual(await stored(), [name])
  })
})

test.group('plaza media collect', (group) => {
  group.each.setup(setup)

  test('does now what jobs do later, and a dry run nothing', async ({ client, assert }) => {
    const due = await uploaded(client, alice, text('Due'))
    const aside = await uploaded(client, alice, text('Aside'))
    await uploaded(client, alice, text('Young'))
    await db
      .from('media')
      .where('id', due.id)
      .update({ check_at: new Date(0) })
    const long = { set_aside_at: new Date(Date.now() - 8 * 86_400_000) }
    await db.from('media').where('id', aside.id).update(long)
    const facts = { set_aside: 1, deleted: 1, restored: 0, contents: 1 }
    assert.deepEqual((await plaza('media collect --dry-run --json')).json.data, facts)
    assert.lengthOf(await db.from('media'), 3)
    assert.lengthOf(await stored(), 3)
    assert.deepEqual((await plaza('media collect --json')).json.data, facts)
    assert.lengthOf(await db.from('media'), 2)
    assert.lengthOf(await stored(), 2)
    assert.match((await plaza('media collect')).out, /^Deleted +0$/m)
  })
})

test.group('plaza media rebuild', (group) => {
  group.each.setup(setup)

  test('makes lost copies anew, under the same addresses', async ({ client, assert }) => {
    const content = await plainPicture(800, 600).png().toBuffer()
    const { id } = await uploaded(client, alice, content)
    await uploaded(client, alice, text('No picture'))
    await runJobs()
    const { json } = await plaza(`media show ${id} --json`, asMoe())
    const { url } = json.data.variants[0]
    const before = bytesOf(await download(client, alice, url))
    await rm(placeOf(nameOf(url)))
    assert.equal((await plaza('media check')).code, 9)

    const dry = await plaza('media rebuild --dry-run')
    assert.equal(dry.out, 'Nothing was done. 1 picture would be queued\n')
    await runJobs()
    assert.equal((await plaza('media check')).code, 9)
    assert.equal((await plaza(`media rebuild ${id}`)).out, '1 picture queued\n')
    await runJobs()
    assert.equal((await plaza('media check')).code, 0)
    assert.deepEqual(bytesOf(await download(client, alice, url)), before)
    const again = await plaza(`media show ${id} --json`, asMoe())
    assert.deepEqual(again.json.data.variants, json.data.variants)
    assert.lengthOf(await db.from('media_variants').where('purpose', 'width'), 2)
  })

  test('refuses what is no picture', async ({ client, assert }) => {
    const { id } = await uploaded(client, alice, text('No picture'))
    const { code, err } = await plaza(`media rebuild ${id}`)
    assert.equal(code, 3)
    assert.include(err, `picture as file ${id}`)
  })
})
