import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { PostFactory } from '#database/factories/post_factory'
import { countStats } from '#queries/staff/stats'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, fillLarge } from '#tests/support/database'
import { people, report } from '#tests/support/staff'

test.group('plaza stats', (group) => {
  group.each.setup(emptyDatabase)

  test('prints the totals, and a line for each of the last 30 days with activity', async ({
    assert,
    client,
  }) => {
    const [moe, alice] = await people('moderator', 'member')
    const post = await PostFactory.merge({ userId: alice.id }).create()
    await report(client, 'post', post)

    const { code, out } = await plaza(`stats --as ${moe.id}`)
    const { json } = await plaza(`stats --json --as ${moe.id}`)

    assert.equal(code, 0)
    assert.match(out, /^Users +3\nPosts +1\nComments +0\nVotes +0\nOpen reports +1\n\n/)
    const [heading, ...days] = out.split('\n\n')[1].trimEnd().split('\n')
    assert.match(heading, /^New on \(UTC\) +Users +Posts +Comments +Votes +Reports$/)
    assert.lengthOf(days, 1)
    assert.match(days.at(-1)!, /^\d{4}-\d\d-\d\d +3 +1 +0 +0 +1$/)
    assert.lengthOf(json.data.days, 30)
  })

  test('says that nothing happened instead of printing rows of zeros', async ({ assert }) => {
    const [moe] = await people('moderator')
    await moe.merge({ createdAt: DateTime.now().minus({ days: 60 }) }).save()

    const { out } = await plaza(`stats --as ${moe.id}`)

    assert.match(out, /^Users +1\n(?:.+\n)*\nNothing new in the last 30 days\n$/)
  })

  test('says when large tables were counted', async ({ assert }) => {
    const [moe] = await people('moderator')
    const { id } = await PostFactory.create()
    await fillLarge(id)
    await countStats()
    await db.rawQuery(
      `update stats set stats = jsonb_set(stats::jsonb, '{counted_at}', '"2026-01-02T03:04:05.678Z"')`
    )

    const { out } = await plaza(`stats --utc --as ${moe.id}`)

    assert.match(out, /^Users +2\n(?:.+\n)+Counted +2026-01-02 03:04/)
  })

  test('is for staff only', async ({ assert }) => {
    const [alice] = await people('member')

    assert.equal((await plaza(`stats --as ${alice.id}`)).code, 6)
  })
})
