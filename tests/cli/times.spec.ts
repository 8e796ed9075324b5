import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { ROOT, shell } from '#tests/process/shell'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'

/** In winter and in summer, before and after midnight. */
const clocks = [
  { timeZone: 'UTC', name: 'UTC', january: '2026-01-23 22:06:10 UTC', july: '22:06:10 UTC' },
  {
    timeZone: 'Europe/Berlin',
    name: 'Berlin',
    january: '2026-01-23 23:06:10 +01:00',
    july: '00:06:10 +02:00',
  },
  {
    timeZone: 'America/New_York',
    name: 'New York',
    january: '2026-01-23 17:06:10 -05:00',
    july: '18:06:10 -04:00',
  },
  {
    timeZone: 'Asia/Kolkata',
    name: 'Kolkata',
    january: '2026-01-24 03:36:10 +05:30',
    july: '03:36:10 +05:30',
  },
  {
    timeZone: 'Atlantic/Reykjavik',
    name: 'Reykjavik',
    january: '2026-01-23 22:06:10 +00:00',
    july: '22:06:10 +00:00',
  },
]

test.group('Times on the command line', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    const moe = await UserFactory.apply('moderator').merge({ username: 'moe' }).create()
    await db
      .from('users')
      .where('id', moe.id)
      .update({ created_at: '2026-01-23T22:06:10Z', updated_at: '2026-07-23T22:06:10Z' })
    const { id } = await PostFactory.merge({ userId: moe.id }).create()
    await db.from('posts').where({ id }).update({ created_at: '2026-01-23T22:06:10Z' })
  })

  test('use the time zone {timeZone}, and name it')
    .with(clocks)
    .run(async ({ assert }, { timeZone, name, january, july }) => {
      const asMoe = (line: string) => plaza(`${line} --as moe`, { timeZone, columns: 200 })

      const view = await asMoe('users show moe')
      assert.include(view.out, january)
      assert.include(view.out, july)
      const users = await asMoe('users list')
      assert.include(users.out, `Joined (${name})`)
      assert.include(users.out, january.slice(0, 16))
      const posts = await asMoe('posts list')
      assert.include(posts.out, `Written (${name})`)
      assert.include(posts.out, january.slice(0, 10))
    })

  test('are in UTC with --utc, and always for programs')
    .with([
      { line: 'users show moe --utc', says: '2026-01-23 22:06:10 UTC' },
      { line: 'users list --utc --columns joined', says: 'Joined (UTC)' },
      { line: 'users list --csv --columns joined', says: 'Joined\r\n2026-01-23 22:06\r\n' },
      { line: 'users list --jsonl', says: '"2026-01-23T22:06:10.000Z"' },
      { line: 'users show moe --json', says: '"2026-01-23T22:06:10.000Z"' },
    ])
    .run(async ({ assert }, { line, says }) => {
      const { out } = await plaza(`${line} --as moe`, { timeZone: 'Asia/Tokyo', columns: 200 })

      assert.include(out, says)
    })

  test('follow TZ in a terminal, and use UTC if TZ names no zone')
    .with([
      { zone: 'America/New_York', is: 'America/New_York' },
      { zone: 'Etc/UTC', is: 'UTC' },
      { zone: 'Nowhere/Land', is: 'UTC' },
    ])
    .run(async ({ assert }, { zone, is }) => {
      const code = `import('#cli/output/moment').then(({ timeZone }) => console.log(timeZone()))`
      const line = `cd "${ROOT}" && "${process.execPath}" --import=./bin/typescript.js --eval "${code}"`

      assert.equal(shell(line, { TZ: zone }).stdout.trim(), is)
    })
})
