import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { people, report } from '#tests/support/staff'

let moe: User
let mia: User
let alice: User
const as = ({ id }: User) => ({ env: { PLAZA_ACTOR: String(id) } })

const setup = async () => {
  await emptyDatabase()
  ;[moe, mia, alice] = await people('moderator', 'moderator', 'member')
}

/** A reported post of alice. */
async function reportedPost(client: ApiClient, title = 'Cheap watches') {
  const post = await PostFactory.merge({ userId: alice.id, title }).create()
  return { post, ...(await report(client, 'post', post)) }
}

const statusOf = async (id: number) => (await row('reports', { id })).status

test.group('plaza reports list and show', (group) => {
  group.each.setup(setup)

  test('lists open reports, oldest first', async ({ assert, client }) => {
    const first = await reportedPost(client, 'Cheap watches in every thread of the square')
    await report(client, 'post', first.post)
    await report(client, 'user', alice)

    const { out } = await plaza('reports list', as(moe))

    const lines = out.trimEnd().split('\n')
    assert.lengthOf(lines, 3)
    assert.match(lines[0], /^ *Id +On +Status +Reasons +Assignee +First \(UTC\) +About$/)
    assert.match(lines[1], /post \d+ +open +spam 2 .* Cheap wat.*…$/)
    assert.match(lines[2], /user \d+ +open +spam 1 /)
    assert.isTrue(lines.every((line) => line.length <= 80))
  })

  test('filters by target and by assignee', async ({ assert, client }) => {
    await reportedPost(client)
    const { id } = await report(client, 'user', alice)
    await plaza(`reports assign ${id}`, as(moe))

    const { rows: users } = await plaza('reports list --type user --jsonl', as(moe))
    const { rows: mine } = await plaza(`reports list --assignee ${moe.id} --jsonl`, as(moe))
    const { rows: free } = await plaza('reports list --assignee none --jsonl', as(moe))

    assert.deepEqual([users[0].id, mine[0].id], [id, id])
    assert.notEqual(free[0].id, id)
  })

  test('shows the reports, the target and the actions on it', async ({ assert, client }) => {
    const { id, post } = await reportedPost(client)
    await plaza(`posts lock ${post.id} --reason 'Cooling off' --yes`, as(mia))
    const again = await report(client, 'post', post)

    const { out } = await plaza(`reports show ${again.id}`, as(moe))

    assert.match(out, /\nReports\n@member_\w+, \d{4}-.*: spam\n/)
    assert.match(out, /\nThe post\nId +\d+\nTitle +Cheap watches\n/)
    assert.match(out, /\nHistory\n.*\n.*post\.lock.*Cooling/)
    assert.notEqual(again.id, id)
    assert.equal((await plaza('reports show 999999', as(moe))).code, 3)
  })
})

test.group('plaza reports assign', (group) => {
  group.each.setup(setup)

  test('assigns a report to the actor or to another, and unassigns it', async ({
    assert,
    client,
  }) => {
    const { id } = await reportedPost(client)
    const assignee = async () => (await row('reports', { id })).assignee_id

    const mine = await plaza(`reports assign ${id}`, as(moe))
    assert.equal(await assignee(), moe.id)
    assert.match(mine.out, /^Assigned the report on post \d+ \(Cheap watches\) to @moderator_/)
    await plaza(`reports assign ${id} @${mia.username}`, as(moe))
    assert.equal(await assignee(), mia.id)
    const { out } = await plaza(`reports assign ${id} --none --dry-run`, as(moe))
    assert.include(out, `: @${mia.username} → none`)
    assert.equal(await assignee(), mia.id)
    await plaza(`reports assign ${id} --none`, as(moe))
    assert.isNull(await assignee())
  })

  test('refuses a member, and a name beside --none', async ({ assert, client }) => {
    const { id } = await reportedPost(client)

    const member = await plaza(`reports assign ${id} ${alice.id}`, as(moe))
    const both = await plaza(`reports assign ${id} ${mia.id} --none`, as(moe))

    assert.deepEqual([member.code, both.code], [2, 2])
    assert.match(member.err, /^error: assignee must name someone who handles reports/)
  })
})

test.group('plaza reports resolve and dismiss', (group) => {
  group.each.setup(setup)

  test('{verb} closes all reports on the target')
    .with([
      { verb: 'resolve', status: 'resolved', says: 'Resolved' },
      { verb: 'dismiss', status: 'dismissed', says: 'Dismissed' },
    ])
    .run(async ({ assert, client }, { verb, status, says }) => {
      const { id, post } = await reportedPost(client)
      const other = await report(client, 'post', post)

      const line = `reports ${verb} ${id} --reason 'Looked at it' --yes`
      const { code, out } = await plaza(line, as(moe))

      assert.equal(code, 0)
      assert.equal(out, `${says} the 2 reports on post ${post.id} (Cheap watches)\n`)
      assert.deepEqual([await statusOf(id), await statusOf(other.id)], [status, status])
      const entry = await row('audit_entries', { action: `report.${verb}` })
      assert.containsSubset(entry, { actor_id: moe.id, origin: 'cli', reason: 'Looked at it' })
    })

  test('asks first, and changes nothing with --dry-run', async ({ assert, client }) => {
    const { id } = await reportedPost(client)
    const line = `reports dismiss ${id} --reason 'Nothing wrong'`

    const { code, asked } = await plaza(line, { ...as(moe), answers: [false] })
    const dry = await plaza(`${line} --dry-run`, as(moe))

    assert.equal(code, 5)
    assert.match(asked[0], /the report on post \d+ \(Cheap watches\)\?$/)
    assert.include(dry.out, 'Nothing was done')
    assert.include(dry.out, ': open → dismissed')
    assert.equal(await statusOf(id), 'open')
  })

  test('exits with {code} {when}')
    .with([
      { when: 'there is no reason', code: 2, line: (id: number) => `resolve ${id} --yes` },
      {
        when: 'the reason is empty',
        code: 2,
        line: (id: number) => `resolve ${id} --yes --reason x`,
      },
      { when: 'there is no such report', code: 3, line: () => 'resolve 999999 --reason spam' },
      { when: 'nobody confirms', code: 5, line: (id: number) => `resolve ${id} --reason spam` },
    ])
    .run(async ({ assert, client }, { code, line }) => {
      const { id } = await reportedPost(client)

      const ran = await plaza(`reports ${line(id)}`, as(moe))

      assert.equal(ran.code, code)
      assert.match(ran.err, /^error: .+\n$/)
      assert.equal(await statusOf(id), 'open')
    })

  test('lets one of two moderators close a report, and tells the other', async ({
    assert,
    client,
  }) => {
    const { id } = await reportedPost(client)
    const line = `reports resolve ${id} --reason 'Dealt with' --yes`

    const codes = await Promise.all([plaza(line, as(moe)), plaza(line, as(mia))])

    assert.sameMembers(
      codes.map(({ code }) => code),
      [0, 4]
    )
    assert.lengthOf(await db.from('audit_entries').where('action', 'report.resolve'), 1)
  })

  test('is for staff only', async ({ assert, client }) => {
    const { id } = await reportedPost(client)

    const { code } = await plaza(`reports resolve ${id} --reason spam --yes`, as(alice))

    assert.equal(code, 6)
  })
})

test.group('plaza reports next', (group) => {
  group.each.setup(setup)

  test('goes through the queue until it is empty', async ({ assert, client }) => {
    const { post, ...first } = await reportedPost(client)
    const comment = await CommentFactory.merge({ userId: alice.id, postId: post.id }).create()
    const second = await report(client, 'comment', comment)
    const [bob, eve] = await people('member', 'member')
    const third = await report(client, 'user', eve)
    const fourth = await report(client, 'user', bob)
    const answers = [
      ...['remove', 'Sells watches'],
      ...['warn', 'Be kind'],
      ...['silence', 'Cool down', 'soon', '7d'],
      ...['dismiss', 'Nothing wrong'],
    ]

    const { code, out, err, asked } = await plaza('reports next', { ...as(moe), answers })

    assert.equal(code, 0)
    assert.deepEqual(asked.slice(0, 2), ['What to do', 'Reason'])
    assert.include(out, `\nRemoved post ${post.id} (audit entry `)
    assert.include(out, `\nWarned @${alice.username} (audit entry `)
    assert.match(out, new RegExp(`\nSilenced @${eve.username} until \\d{4}-.* UTC \\(audit`))
    assert.include(out, `\nDismissed the report on user ${bob.id} (${bob.username})\n`)
    assert.include(err, 'Write 7d')
    assert.match(err, /The queue is empty\n$/)
    assert.deepEqual(
      await Promise.all([first, second, third, fourth].map(({ id }) => statusOf(id))),
      ['resolved', 'resolved', 'resolved', 'dismissed']
    )
    assert.isNotNull((await row('posts', { id: post.id })).removed_at)
    assert.isNotNull((await row('users', { id: eve.id })).silenced_at)
  })

  test('suspends for good without an end, and prints the actions as JSON', async ({
    assert,
    client,
  }) => {
    const { id } = await report(client, 'user', alice)

    const { json, err } = await plaza('reports next --json', {
      ...as(moe),
      answers: ['suspend', 'A farm of accounts', ''],
    })

    assert.deepEqual(json.data, [
      {
        report_id: id,
        action: 'user.suspend',
        target_type: 'user',
        target_id: alice.id,
        reason: 'A farm of accounts',
        until: null,
      },
    ])
    assert.include(err, `@${alice.username}`)
    assert.isNull((await row('users', { id: alice.id })).suspended_until)
  })

  test('shows no skipped report twice, and none that others have', async ({ assert, client }) => {
    const skipped = await reportedPost(client, 'One')
    const others = await reportedPost(client, 'Two')
    const mine = await reportedPost(client, 'Three')
    await plaza(`reports assign ${others.id} ${mia.id}`, as(moe))
    await plaza(`reports assign ${mine.id}`, as(moe))

    const { out, err } = await plaza('reports next', {
      ...as(moe),
      answers: ['skip', 'resolve', 'Locked it'],
    })

    const shown = [...out.matchAll(/^Title +(\w+)$/gm)].map(([, title]) => title)
    assert.deepEqual(shown, ['One', 'Three'])
    assert.include(err, 'Only the reports that you skipped are left')
    assert.deepEqual(
      [await statusOf(skipped.id), await statusOf(others.id), await statusOf(mine.id)],
      ['open', 'open', 'resolved']
    )
  })

  test('skips reports on the actor', async ({ assert, client }) => {
    await report(client, 'user', moe)

    const { err } = await plaza('reports next', { ...as(moe), answers: [] })

    assert.equal(err, 'The queue is empty\n')
  })

  test('ends if the actor is {what} meanwhile')
    .with([
      { what: 'suspended', change: { suspended_at: new Date() } },
      { what: 'no moderator any more', change: { role: 'member' } },
    ])
    .run(async ({ assert, client }, { change }) => {
      const { id, post } = await reportedPost(client)

      const { code } = await plaza('reports next', {
        ...as(moe),
        answers: ['remove', 'Spam again'],
        async beforeAnswer(answer) {
          if (answer === 'Spam again') await db.from('users').where('id', moe.id).update(change)
        },
      })

      assert.equal(code, 6)
      assert.equal(await statusOf(id), 'open')
      assert.isNull((await row('posts', { id: post.id })).removed_at)
    })

  test('says that another moderator was faster, and continues', async ({ assert, client }) => {
    const { id } = await reportedPost(client, 'One')
    await reportedPost(client, 'Two')
    const quicker = () => plaza(`reports dismiss ${id} --reason 'It is fine' --yes`, as(mia))
    const answers = ['resolve', 'Dealt with', 'quit']

    const { code, out, err } = await plaza('reports next', {
      ...as(moe),
      answers,
      async beforeAnswer(answer) {
        if (answer === 'Dealt with') await quicker()
      },
    })

    assert.equal(code, 0)
    assert.match(err, /^Not done: .*closed already.*\n$/m)
    assert.match(out, /^Title +Two$/m)
    assert.equal(await statusOf(id), 'dismissed')
  })

  test('says that the queue is empty', async ({ assert }) => {
    const { code, out, err } = await plaza('reports next', { ...as(moe), answers: [] })

    assert.deepEqual([code, out, err], [0, '', 'The queue is empty\n'])
  })

  test('refuses to run outside a terminal', async ({ assert }) => {
    const { code, err } = await plaza('reports next', as(moe))

    assert.equal(code, 2)
    assert.match(err, /^error: .*plaza reports list, show, resolve.*\n$/)
  })
})
