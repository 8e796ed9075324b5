import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { plaza } from '#tests/support/captured_terminal'
import { setting } from '#tests/support/settings'

const keep = { daily: 7, weekly: 4, monthly: 6 }

/** Adds a backup of a given size to the folder. */
async function put(store: string, day: string, { bytes = 4, at = '021500', before = '' } = {}) {
  const name = `${day.replaceAll('-', '')}T${at}.000Z`
  const folder = join(store, name)
  await mkdir(folder)
  await writeFile(join(folder, 'database.dump'), 'dump')
  const manifest = {
    format: 1,
    plaza: '0.1.0',
    taken_at: `${day}T02:15:00.000Z`,
    database: 'plaza',
    postgres: { server: '17.2', client: '17.2' },
    migration: '',
    rows: { users: 1 },
    dump: { file: 'database.dump', size: bytes, sha256: '0'.repeat(64), encryption: null },
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  if (before) await writeFile(join(folder, 'before'), `${before}\n`)
  return name
}

/** The dates of consecutive days, one backup each, up to the last one. */
const daysUpTo = (last: string, count: number) =>
  Array.from({ length: count }, (_, back) =>
    new Date(Date.parse(last) - back * 86_400_000).toISOString().slice(0, 10)
  )

const dayOf = (name: string) => name.replace(/^(\d{4})(\d\d)(\d\d)T.*$/, '$1-$2-$3')

test.group('plaza backup prune', (group) => {
  let store: string

  group.each.setup(async () => {
    store = await mkdtemp(join(tmpdir(), 'plaza-store-'))
    const databaseUrl = 'postgres://nobody@127.0.0.1:1/none'
    const undo = setting('backups', { folder: store, recipients: [], databaseUrl, keep })
    return async () => {
      undo()
      await rm(store, { recursive: true })
    }
  })

  const days = async () => (await readdir(store)).sort().map(dayOf)

  test('keeps the last 7 days, and the last of 4 weeks and 6 months', async ({ assert }) => {
    for (const day of daysUpTo('2026-11-23', 250)) await put(store, day)
    const dry = await plaza('backup prune --dry-run --json')
    assert.lengthOf(await days(), 250)
    const { code, json } = await plaza('backup prune --json')

    assert.equal(code, 0)
    assert.deepEqual(await days(), [
      ...['2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31'],
      // Sundays. The week of the 23rd, a Monday, has only the newest one.
      ...['2026-11-08', '2026-11-15'],
      ...daysUpTo('2026-11-23', 7).reverse(),
    ])
    assert.deepEqual(dry.json.data, json.data)
    assert.lengthOf(json.data.deleted, 250 - 14)
    assert.lengthOf((await plaza('backup prune --json')).json.data.deleted, 0)
  })

  test('keeps the last three from before an upgrade or a restore for 14 days, beside the daily ones', async ({
    assert,
  }) => {
    const [today, yesterday] = daysUpTo(new Date().toISOString(), 2)
    const old = daysUpTo(new Date().toISOString(), 16).at(-1)!
    const kept = [
      await put(store, today, { at: '000003' }),
      await put(store, today, { at: '000002', before: 'upgrade' }),
      await put(store, today, { at: '000001', before: 'restore' }),
      await put(store, yesterday, { at: '000003', before: 'upgrade' }),
      await put(store, yesterday, { at: '000001' }),
    ]
    await put(store, yesterday, { at: '000002', before: 'upgrade' })
    await put(store, yesterday, { at: '000000' })
    await put(store, old, { before: 'upgrade' })

    await plaza('backup prune --weekly 0 --monthly 0')

    assert.sameMembers(await readdir(store), kept)
  })

  test('deletes a backup of 14 days and more, even if it is among the last three', async ({
    assert,
  }) => {
    const dates = daysUpTo(new Date().toISOString(), 17)
    const newest = await put(store, dates[0])
    const young = await put(store, dates[12], { before: 'restore' })
    await put(store, dates[15], { before: 'upgrade' })

    await plaza('backup prune --daily 1 --weekly 0 --monthly 0')

    assert.sameMembers(await readdir(store), [newest, young])
  })

  test('follows the marks of `backup mark`', async ({ assert }) => {
    const [day] = daysUpTo(new Date().toISOString(), 1)
    const marked = await put(store, day, { at: '000001' })
    const { code, json } = await plaza('backup mark latest --before upgrade --json')
    const newest = await put(store, day, { at: '000002' })
    await plaza('backup prune')

    assert.equal(code, 0)
    assert.equal(json.data.before, 'upgrade')
    assert.sameMembers(await readdir(store), [marked, newest])
    assert.equal((await plaza('backup mark latest --before lunch')).code, 2)
    assert.equal((await plaza('backup mark latest')).code, 2)
  })

  test('never deletes the newest complete backup, nor a damaged one', async ({ assert }) => {
    for (const day of ['2020-01-01', '2020-01-02', '2020-01-03']) await put(store, day)
    await put(store, '2020-01-04', { bytes: 5 })
    const none = '--daily 0 --weekly 0 --monthly 0'
    assert.equal((await plaza(`backup prune ${none}`)).code, 0)

    assert.deepEqual(await days(), ['2020-01-03', '2020-01-04'])
    const { json } = await plaza('backup list --json')
    assert.deepEqual(
      json.data.map(({ damage }: { damage: string | null }) => damage),
      ['it has 4 of 5 bytes', null]
    )
  })

  test('leaves other files alone', async ({ assert }) => {
    await put(store, '2020-01-01')
    await put(store, '2020-01-02')
    await writeFile(join(store, 'notes.txt'), 'mine')
    await mkdir(join(store, '.partial-of-another'))
    await plaza('backup prune --daily 1 --weekly 1 --monthly 1')
    assert.sameMembers(await readdir(store), [
      '20200102T021500.000Z',
      'notes.txt',
      '.partial-of-another',
    ])
  })

  test('deletes nothing in an empty folder', async ({ assert }) => {
    const { code, err } = await plaza('backup prune')
    assert.equal(code, 0)
    assert.equal(err, '0 deleted, 0 kept\n')
    assert.match((await plaza('backup list')).err, /There is no backup in/)
  })

  test('is refused with {given}')
    .with([{ given: '--daily -1' }, { given: '--weekly many' }, { given: '--monthly 1.5' }])
    .run(async ({ assert }, { given }) => {
      assert.equal((await plaza(`backup prune ${given}`)).code, 2)
    })
})
