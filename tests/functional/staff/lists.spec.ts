import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { DateTime } from 'luxon'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { followToTheEnd, idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people, reportOf } from '#tests/support/staff'

const now = () => DateTime.now()
const q = (search: string) => `search=${encodeURIComponent(search)}`

/** Rows by name. A list finds some of them. */
type Rows = Record<string, { id: number }>

/** Asserts that a list finds these rows, as a whole and page by page, and reports their number. */
async function assertFound(
  client: ApiClient,
  reader: User,
  path: string,
  rows: Rows,
  names: string
) {
  const get = (address: string) => client.get(address).loginAs(reader)
  const ids = names
    .split(' ')
    .filter(Boolean)
    .map((name) => rows[name].id)
  const whole = await answers(get(`${path}&limit=100&count=exact`), 200)
  whole.assert!.deepEqual(idsOf(whole), ids)
  whole.assertHeader('x-total-count', String(ids.length))
  whole.assert!.deepEqual(await followToTheEnd(get, `${path}&limit=2`), ids)
}

test.group('GET /admin/users?…', (group) => {
  let rows: Record<string, User>
  group.setup(async () => {
    await emptyDatabase()
    const made = await people('moderator', 'member', 'member', 'member', 'member')
    const names = ['moe', 'guest', 'barred', 'quiet', 'odd']
    const details = [
      { displayName: 'Пётр Стрёлкин' },
      { createdAt: DateTime.utc(2010), displayName: "Renée O'Hara" },
      { suspendedAt: now(), username: 'barred_one' },
      { silencedAt: now(), silencedUntil: now().plus({ hour: 1 }), displayName: 'Lady Q' },
      { suspendedAt: now(), suspendedUntil: now(), displayName: '100% odd' },
    ]
    for (const [index, user] of made.entries()) {
      const username = names[index]
      await user.merge({ username, email: `${username}@example.org`, ...details[index] }).save()
    }
    rows = Object.fromEntries(made.map((user, index) => [names[index], user]))
  })

  test('?{query} finds {found}')
    .with([
      { query: '', found: 'odd quiet barred guest moe' },
      { query: 'sort=old', found: 'moe guest barred quiet odd' },
      { query: 'role=member', found: 'odd quiet barred guest' },
      { query: 'role=moderator', found: 'moe' },
      { query: 'status=active', found: 'odd guest moe' },
      { query: 'status=silenced', found: 'quiet' },
      { query: 'status=suspended', found: 'barred' },
      { query: 'search=ODD', found: 'odd' },
      { query: 'search=moe@example', found: 'moe' },
      { query: 'search=Lady', found: 'quiet' },
      { query: q('LADY Q'), found: 'quiet' },
      { query: q('ｌａｄｙ'), found: 'quiet' },
      { query: q('renee'), found: 'guest' },
      { query: q('RENÉE O’HARA'), found: 'guest' },
      { query: q("rene\u0301e o'hara"), found: 'guest' },
      { query: q('стрелкин'), found: 'moe' },
      { query: q('renea'), found: '' },
      { query: 'search=%25', found: 'odd' },
      { query: 'search=_', found: 'barred' },
      { query: 'search=%5C', found: '' },
      { query: 'search=100%25', found: 'odd' },
      { query: 'search=', found: 'odd quiet barred guest moe' },
      { query: 'since=2020-01-01', found: 'odd quiet barred moe' },
      { query: 'until=2020-01-01', found: 'guest' },
      {
        query: 'since=2000-01-01&until=2099-01-01T00:00:00Z&role=member',
        found: 'odd quiet barred guest',
      },
    ])
    .run(async ({ client }, { query, found }) => {
      await assertFound(client, rows.moe, `/admin/users?${query}`, rows, found)
    })
})

test.group('GET /admin/users/{user}', (group) => {
  group.each.setup(emptyDatabase)

  test('shows e-mail, sessions, reports and removals of a user, by id, name or e-mail', async ({
    client,
    assert,
  }) => {
    const [moderator, user] = await people('moderator', 'member')
    await tokenOf(user)
    await db.table('reports').insert({
      target_type: 'user',
      target_id: user.id,
      subject_id: user.id,
      reason: 'abuse',
    })
    await user.merge({ email: 'odd+tag@example.org' }).save()

    for (const reference of [
      user.id,
      `@${user.username}`,
      'odd%2Btag@example.org',
      `%40${user.username}`,
    ]) {
      const shown = await bodyOf(client.get(`/admin/users/${reference}`).loginAs(moderator))
      assert.containSubset(shown, {
        id: user.id,
        email: 'odd+tag@example.org',
        status: 'active',
        sessions_count: 1,
        reports_count: 1,
        removals_count: 0,
      })
      assert.notProperty(shown, 'password')
    }
    const sessions = await bodyOf(client.get(`/admin/users/${user.id}/sessions`).loginAs(moderator))
    assert.lengthOf(sessions, 1)
    assertProblem(await client.get('/admin/users/@nobody').loginAs(moderator), 404, 'not_found')
  })
})

test.group('GET /admin/posts?…', (group) => {
  let rows: Rows
  let moderator: User
  group.setup(async () => {
    await emptyDatabase()
    const [staff, writer, other] = await people('moderator', 'member', 'member')
    moderator = staff
    await writer.merge({ username: 'writer', email: 'writer@example.org' }).save()
    const of = ({ id: userId }: User, more: object) =>
      PostFactory.merge({ userId, title: 'Stones', content: 'A fountain.', ...more }).create()
    rows = {
      plain: await of(writer, {}),
      draft: await of(writer, { published: false, publishedAt: null, title: 'Lanterns at dawn' }),
      gone: await of(writer, { removedAt: now(), title: 'Lanterns at dusk' }),
      locked: await of(other, { locked: true }),
      old: await of(other, { createdAt: DateTime.utc(2010) }),
    }
    await reportOf('post', rows.gone.id)
  })

  test('?{query} finds {found}')
    .with([
      { query: '', found: 'old locked gone draft plain' },
      { query: 'sort=old', found: 'plain draft gone locked old' },
      { query: 'status=published', found: 'old locked plain' },
      { query: 'status=draft', found: 'draft' },
      { query: 'status=removed', found: 'gone' },
      { query: 'status=locked', found: 'locked' },
      { query: 'author=@writer', found: 'gone draft plain' },
      { query: 'author=writer@example.org&status=removed', found: 'gone' },
      { query: 'search=lanterns', found: 'gone draft' },
      { query: 'search=%22lanterns+at%22+-dusk', found: 'draft' },
      { query: 'since=2020-01-01', found: 'locked gone draft plain' },
      { query: 'until=2020-01-01', found: 'old' },
    ])
    .run(async ({ client }, { query, found }) => {
      await assertFound(client, moderator, `/admin/posts?${query}`, rows, found)
    })
})

test.group('GET /admin/comments?…', (group) => {
  let rows: Rows
  let moderator: User
  let post: { id: number }
  group.setup(async () => {
    await emptyDatabase()
    const [staff, writer] = await people('moderator', 'member')
    moderator = staff
    await writer.merge({ username: 'writer' }).save()
    const [first, other] = await PostFactory.merge({ userId: staff.id }).createMany(2)
    const on = ({ id: postId }: { id: number }, more: object) =>
      CommentFactory.merge({ postId, userId: writer.id, content: 'Fine', ...more }).create()
    const made = {
      plain: await on(first, { content: 'Crème brûlée–"fin", Große  Straße' }),
      removed: await on(first, { removedAt: now(), content: 'Now 50% off' }),
      deleted: await on(first, {}),
      elsewhere: await on(other, { content: '说今天天气 (.*)' }),
    }
    await made.deleted.entomb()
    rows = made
    post = first
  })

  test('?{query} finds {found}')
    .with([
      { query: '', found: 'elsewhere deleted removed plain' },
      { query: 'sort=old', found: 'plain removed deleted elsewhere' },
      { query: 'status=visible', found: 'elsewhere plain' },
      { query: 'status=removed', found: 'removed' },
      { query: 'status=deleted', found: 'deleted' },
      { query: 'author=@writer', found: 'elsewhere removed plain' },
      { query: 'post_id={post}', found: 'deleted removed plain' },
      { query: 'search=50%25', found: 'removed' },
      { query: q('NOW 50% ｏｆｆ'), found: 'removed' },
      { query: q('creme BRULEE—“fin'), found: 'plain' },
      { query: q('grosse strasse'), found: 'plain' },
      { query: q('grosse straße?'), found: '' },
      { query: q('今天'), found: 'elsewhere' },
      { query: q('(.*)'), found: 'elsewhere' },
      { query: q('.*'), found: 'elsewhere' },
      {
        query: 'since=2000-01-01&until=2099-01-01&author=@writer',
        found: 'elsewhere removed plain',
      },
    ])
    .run(async ({ client }, { query, found }) => {
      const path = `/admin/comments?${query.replace('{post}', `${post.id}`)}`
      await assertFound(client, moderator, path, rows, found)
    })
})
