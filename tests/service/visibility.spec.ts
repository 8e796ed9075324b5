import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import {
  mayActOnUser,
  mayActOnWritten,
  mayEditPost,
  mayTakeComment,
  mayTakePost,
} from '#domain/acting'
import { builtInRoles } from '#domain/permissions'
import type { Actor } from '#domain/roles'
import type { Rule } from '#domain/rule'
import {
  mayComment,
  mayContribute,
  maySeeComment,
  maySeePost,
  mayVote,
  postExists,
} from '#domain/visibility'
import { emptyDatabase, vacuum } from '#tests/support/database'
import { actorAs } from '#tests/support/roles'

const roles = builtInRoles.map(({ name }) => name)

/** A viewer without an account, and two users of each role: one with content and one without. */
let viewers: ((Actor & { role: string }) | null)[]

/** Posts in every state of the table, each with comments in every state. */
async function populate() {
  await emptyDatabase()
  const users = []
  for (const role of [...roles, ...roles]) users.push(await UserFactory.merge({ role }).create())
  const actors = users.map(({ id, role }) => ({ ...actorAs(role, id), role }))
  viewers = [null, ...actors]
  const authors = actors.slice(0, roles.length).map(({ id }) => id)
  await db.rawQuery(
    `insert into types (name, title, commentable, votable)
     values ('notice', 'Notice', false, true), ('poll', 'Poll', true, false)`
  )
  await db.rawQuery(
    `with state as (
       select * from unnest(array_append(cast(:authors as bigint[]), null)) as user_id,
         unnest(array[false, true]) as published, unnest(array[false, true]) as removed,
         unnest(array[false, true]) as deleted, unnest(array[false, true]) as locked,
         unnest(array[false, true]) as comments_open,
         unnest(array['post', 'notice', 'poll']) as type
       where removed or not deleted
     )
     insert into posts (user_id, title, content, published, published_at, removed_at, deleted_at, locked,
       comments_open, type)
     select user_id, 'Title', 'Content', published, case when published then now() end,
       case when removed then now() end, case when deleted then now() end, locked, comments_open, type
     from state`,
    { authors } as Record<string, any>
  )
  await db.rawQuery(
    `insert into comments (post_id, user_id, content, removed_at)
     select posts.id, author, 'Content', case when removed then now() end
     from posts, unnest(array_append(cast(:authors as bigint[]), null)) as author,
       unnest(array[false, true]) as removed`,
    { authors } as Record<string, any>
  )
  await db.rawQuery(`insert into comments (post_id, deleted_at) select id, now() from posts`)
  await vacuum('posts', 'comments')
}

const postsByAuthors = `
  select posts.*, (select rank from roles where name = users.role) as author_rank,
    types.commentable, types.votable
  from posts join types on types.name = posts.type
  left join authors as users on users.id = posts.user_id`

const usersWithRanks = `
  select users.*, (select rank from roles where name = users.role) as rank from users`

const commentsOnPosts = `
  select comments.*, to_jsonb(posts) as post
  from comments join posts on posts.id = comments.post_id`

const cases: { name: string; rule: Rule<any>; rows: string }[] = [
  { name: 'may see a post', rule: maySeePost, rows: postsByAuthors },
  { name: 'may contribute to a post', rule: mayContribute, rows: postsByAuthors },
  { name: 'may comment on a post', rule: mayComment, rows: postsByAuthors },
  { name: 'may vote on a post', rule: mayVote, rows: postsByAuthors },
  { name: 'sees that a post exists', rule: postExists, rows: postsByAuthors },
  { name: 'may see a comment', rule: maySeeComment, rows: commentsOnPosts },
  { name: 'may edit a post', rule: mayEditPost, rows: postsByAuthors },
  { name: 'may take away a post', rule: mayTakePost, rows: postsByAuthors },
  { name: 'may take away what a user wrote', rule: mayTakeComment, rows: postsByAuthors },
  { name: 'may lock what a user wrote', rule: mayActOnWritten('posts.lock'), rows: postsByAuthors },
  { name: 'may act on a user', rule: mayActOnUser, rows: usersWithRanks },
]

interface Row {
  id: number
}

const sorted = (rows: Row[]) => rows.map(({ id }) => id).sort((one, other) => one - other)

const allowedBy = async (rows: string, sql: string, values = {}): Promise<number[]> => {
  const answer = await db.rawQuery(`select id from (${rows} where ${sql}) as allowed`, values)
  return sorted(answer.rows)
}

test.group('Who', (group) => {
  group.setup(populate)
  group.teardown(emptyDatabase)

  test('{name} is the same in TypeScript and in SQL, for every viewer and state')
    .with(cases)
    .run(async ({ assert }, { rule, rows }) => {
      const { rows: all }: { rows: Row[] } = await db.rawQuery(rows)
      const counts = new Set<number>()
      for (const viewer of viewers) {
        const allowed = sorted(all.filter((row) => rule.holds(row, viewer)))
        assert.deepEqual(await allowedBy(rows, ...rule.where(viewer)), allowed, viewer?.role)
        counts.add(allowed.length)
      }
      // A rule that allows all or none would make the comparison empty.
      assert.isTrue([...counts].some((count) => count > 0 && count < all.length))
    })

  test('{name} is the same for any viewer, and for the author of the listed content')
    .with<typeof cases>([
      ...cases.slice(0, 4),
      {
        name: 'may see a comment that is not taken away',
        rule: maySeeComment,
        rows: `${commentsOnPosts} and comments.visible`,
      },
    ])
    .run(async ({ assert }, { rule, rows }) => {
      const { rows: all } = await db.rawQuery(rows)
      const open = all.filter((row: Row) => rule.holds(row, null))
      assert.deepEqual(await allowedBy(rows, rule.forVisitors), sorted(open))

      const author = viewers.find((viewer) => viewer?.role === 'member')!
      const own = all.filter((row: { user_id: number }) => row.user_id === author.id)
      const shown = sorted(own.filter((row: Row) => rule.holds(row, author)))
      const ids = sorted(own)
      const found = await allowedBy(rows, rule.forAuthor)
      assert.isNotEmpty(shown)
      assert.deepEqual(
        found.filter((id) => ids.includes(id)),
        shown
      )
    })
})
