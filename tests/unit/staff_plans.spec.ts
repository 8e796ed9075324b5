import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { listNotes } from '#queries/notes/user_notes'
import { listAudit } from '#queries/staff/list_audit'
import { listBatches, listFailures } from '#queries/staff/list_batches'
import { listStaffComments } from '#queries/staff/list_comments'
import { listStaffPosts } from '#queries/staff/list_posts'
import { listSessions } from '#queries/users/list_sessions'
import { findNextReport, findReport, listReports } from '#queries/staff/list_reports'
import { overview } from '#queries/staff/overview'
import { listTimeline } from '#queries/timeline/list_timeline'
import { listUsers } from '#queries/staff/list_users'
import { listViews } from '#queries/views/saved_views'
import type { Actor } from '#domain/roles'
import { emptyDatabase, vacuum } from '#tests/support/database'
import { flat, plansOf, type Plan } from '#tests/support/plans'
import { actorAs } from '#tests/support/roles'

const ROWS = 20_000

/** The tables that members can make grow. */
const growing = ['users', 'posts', 'comments', 'votes', 'sessions'].concat(
  'reports',
  'report_snapshots',
  'audit_entries',
  'user_notes',
  'batches',
  'batch_targets',
  'saved_views'
)

/** The number of rows of one kind that a page may read. */
const MAX_ROWS_READ = 500

/** Rows of each kind, a minute apart. 20 of the users are staff. */
async function populate() {
  await emptyDatabase()
  const made = `now() - (${ROWS} - n) * interval '1 minute'`
  const all = `from generate_series(1, ${ROWS}) as n`
  await db.rawQuery(`
    set statement_timeout = 0;
    alter table users alter id restart; alter table posts alter id restart;
    alter table comments alter id restart; alter table reports alter id restart;
    alter table report_snapshots alter id restart;
    set session_replication_role = replica;
    insert into users (email, username, password, created_at, role, suspended_at, silenced_at)
      select 'user' || n || '@example.org', 'user_' || n, 'x', ${made},
        case when n <= 20 then 'moderator' else 'member' end,
        case when n % 97 = 0 then now() end, case when n % 89 = 0 then now() end ${all};
    insert into posts (user_id, title, content, created_at, published_at, published, removed_at, locked)
      select 1 + n % 5000, 'Title ' || n, 'Lorem ipsum', ${made}, ${made}, n % 50 <> 0,
        case when n % 60 = 0 then now() end, n % 70 = 0 ${all};
    insert into post_reviews (post_id, state, requested_by)
      select n, case when n % 30 = 0 then 'approved' else 'requested' end, 1 ${all} where n % 100 = 0;
    insert into comments (post_id, user_id, content, created_at, removed_at, deleted_at)
      select 1 + n % 5000, 1 + n % 5000, case when n % 90 <> 0 then 'Comment ' || n end, ${made},
        case when n % 60 = 0 then now() end, case when n % 90 = 0 then now() end ${all};
    insert into report_snapshots (target_type, target_id, digest) select 'post', n, n ${all};
    insert into reports (reporter_id, target_type, target_id, subject_id, reason, status, closed_at,
        assignee_id, snapshot_id, created_at)
      select 1 + n % 5000, 'post', 1 + n / 2, 1 + n % 5000, 'spam',
        case when n % 10 < 2 then 'open' else 'resolved' end, case when n % 10 > 1 then now() end,
        case when n % 40 < 2 then 1 + n % 15 end, 1 + n / 2, ${made} ${all};
    insert into audit_entries (id, action, actor_id, origin, target_type, target_id, subject_id,
        reason, before, after, batch_id, created_at, previous_hash, hash)
      select n, (array['post.remove', 'post.restore', 'post.lock'])[1 + n % 3], 1 + n % 20, 'api',
        'post', 1 + n % 5000, 1 + n % 5000, 'Because', '{}', '{}',
        lpad((n / 50)::text, 32, '0')::uuid, ${made}, '', '' ${all};
    insert into sessions (user_id, secret, expires_at)
      select 1 + n % 5000, 'x', now() + interval '1 day' ${all};
    insert into user_notes (user_id, text) select 1 + n % 5000, 'Note ' || n ${all};
    insert into batches (id, actor_id, origin, action, reason, state, created_at)
      select lpad(n::text, 32, '0')::uuid, 1 + n % 20, '{}', 'post.lock', 'Because',
        case when n % 97 = 0 then 'running' else 'done' end, ${made} ${all};
    insert into batch_targets (batch_id, target_id, action, code, detail)
      select lpad((n / 5000)::text, 32, '0')::uuid, n, 'post.lock',
        case when n % 3 = 0 then 'conflict' end, 'Because' ${all};
    insert into saved_views (user_id, list, name, shared)
      select 1 + n % 5000, 'posts', 'View ' || n, n % 100 = 0 ${all};
    set session_replication_role = origin;
    reset statement_timeout;
  `)
  await vacuum(...growing, 'post_reviews')
}

/** The number of rows that a part of a plan has read. */
const rowsRead = (node: Plan) =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']

const halfTime = new Date(Date.now() - (ROWS / 2) * 60_000)
const batchId = `${'0'.repeat(8)}-0000-0000-0000-${'100'.padStart(12, '0')}`

const moderator = actorAs('moderator', 3)
const batchesOf = (viewer: Actor) => (options: object) => listBatches(viewer, options)
const locker: Actor = { ...moderator, permissions: new Set(['posts.lock'] as const) }

const lists = [
  ...['new', 'old'].flatMap((sort) => [
    { list: `users, ${sort}`, page: listUsers, options: { sort } },
    { list: `suspended users, ${sort}`, page: listUsers, options: { sort, status: 'suspended' } },
    { list: `silenced users, ${sort}`, page: listUsers, options: { sort, status: 'silenced' } },
    { list: `active users, ${sort}`, page: listUsers, options: { sort, status: 'active' } },
    { list: `moderators, ${sort}`, page: listUsers, options: { sort, role: 'moderator' } },
    { list: `users until a time, ${sort}`, page: listUsers, options: { sort, until: halfTime } },
    { list: `users since a time, ${sort}`, page: listUsers, options: { sort, since: halfTime } },
    { list: `posts, ${sort}`, page: listStaffPosts, options: { sort } },
    {
      list: `posts until a time, ${sort}`,
      page: listStaffPosts,
      options: { sort, until: halfTime },
    },
    {
      list: `posts since a time, ${sort}`,
      page: listStaffPosts,
      options: { sort, since: halfTime },
    },
    ...['draft', 'unpublished', 'scheduled', 'deleted', 'removed', 'locked'].map((status) => ({
      list: `${status} posts, ${sort}`,
      page: listStaffPosts,
      options: { sort, status },
    })),
    {
      list: `posts to be reviewed, ${sort}`,
      page: listStaffPosts,
      options: { sort, review: 'requested' },
    },
    { list: `posts of an author, ${sort}`, page: listStaffPosts, options: { sort, author: '77' } },
    { list: `comments, ${sort}`, page: listStaffComments, options: { sort } },
    {
      list: `comments until a time, ${sort}`,
      page: listStaffComments,
      options: { sort, until: halfTime },
    },
    {
      list: `comments since a time, ${sort}`,
      page: listStaffComments,
      options: { sort, since: halfTime },
    },
    ...['removed', 'deleted'].map((status) => ({
      list: `${status} comments, ${sort}`,
      page: listStaffComments,
      options: { sort, status },
    })),
    {
      list: `comments on a post, ${sort}`,
      page: listStaffComments,
      options: { sort, post_id: 77 },
    },
    { list: `open reports, ${sort}`, page: listReports, options: { sort } },
    { list: `resolved reports, ${sort}`, page: listReports, options: { sort, status: 'resolved' } },
    {
      list: `dismissed reports, ${sort}`,
      page: listReports,
      options: { sort, status: 'dismissed' },
    },
    { list: `reports of nobody, ${sort}`, page: listReports, options: { sort, assignee: 'none' } },
    { list: `the audit log, ${sort}`, page: listAudit, options: { sort } },
    {
      list: `the audit log until a time, ${sort}`,
      page: listAudit,
      options: { sort, until: halfTime },
    },
    {
      list: `the audit log since a time, ${sort}`,
      page: listAudit,
      options: { sort, since: halfTime },
    },
    { list: `entries of an actor, ${sort}`, page: listAudit, options: { sort, actor: '7' } },
    {
      list: `entries of an actor until a time, ${sort}`,
      page: listAudit,
      options: { sort, actor: '7', until: halfTime },
    },
    { list: `entries on a user, ${sort}`, page: listAudit, options: { sort, subject: '77' } },
    {
      list: `entries of an action, ${sort}`,
      page: listAudit,
      options: { sort, action: 'post.lock' },
    },
    {
      list: `entries of an action that nobody did, ${sort}`,
      page: listAudit,
      options: { sort, action: 'user.warn' },
    },
    {
      list: `entries on a target, ${sort}`,
      page: listAudit,
      options: { sort, target_type: 'post', target_id: 77 },
    },
    {
      list: `entries on no target, ${sort}`,
      page: listAudit,
      options: { sort, target_type: 'report' },
    },
    { list: `batches, ${sort}`, page: batchesOf(moderator), options: { sort } },
    { list: `batches of one's own, ${sort}`, page: batchesOf(locker), options: { sort } },
    {
      list: `batches of an actor, ${sort}`,
      page: batchesOf(moderator),
      options: { sort, actor: '7' },
    },
    {
      list: `running batches, ${sort}`,
      page: batchesOf(moderator),
      options: { sort, state: 'running' },
    },
    { list: `entries of a batch, ${sort}`, page: listAudit, options: { sort, batch_id: batchId } },
  ]),
  {
    list: 'the failures of a batch',
    page: (options: object) =>
      listFailures(`${'0'.repeat(8)}-0000-0000-0000-${'2'.padStart(12, '0')}`, moderator, options),
    options: {},
  },
  { list: 'notes', page: (options: object) => listNotes(77, options), options: {} },
  {
    list: 'the timeline of a user',
    page: () => listTimeline({ id: 77, rank: 0 }, actorAs('admin', 3), {}),
    options: {},
  },
  { list: 'the next report', page: () => findNextReport(3), options: {} },
  { list: 'a report', page: () => findReport(20, 3), options: {} },
  { list: 'what waits', page: () => overview(actorAs('editor', 3)), options: {} },
  { list: 'saved views', page: (options: object) => listViews(moderator, options), options: {} },
  { list: 'sessions', page: () => listSessions(77, 1), options: {} },
]

test.group('Staff lists read only the rows that they show', (group) => {
  group.setup(populate)
  group.teardown(emptyDatabase)

  test('{list}')
    .with(lists)
    .run(async ({ assert }, { page, options }) => {
      const read = page as (options: object) => Promise<unknown>
      const nodes = (await plansOf(() => read(options))).flatMap(flat)

      const scanned = nodes
        .filter((node) => node['Node Type'].includes('Seq Scan'))
        .map((node) => node['Relation Name']!)
      assert.notIncludeMembers(scanned, growing)
      for (const node of nodes) {
        assert.isAtMost(rowsRead(node), MAX_ROWS_READ, JSON.stringify(node))
      }
    })

  test('the reports of one assignee', async ({ assert }) => {
    const nodes = (await plansOf(() => listReports({ assignee: '2' }))).flatMap(flat)
    const assigned = await db.from('reports').where({ assignee_id: 2, status: 'open' })
    assert.notIncludeMembers(
      nodes
        .filter((node) => node['Node Type'] === 'Seq Scan')
        .map((node) => node['Relation Name']!),
      growing
    )
    for (const node of nodes) {
      assert.isAtMost(rowsRead(node), assigned.length + MAX_ROWS_READ, JSON.stringify(node))
    }
  })
})
