import db from '@adonisjs/lucid/services/db'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import TypesChanged from '#events/types_changed'
import { foldTagCounts } from '#jobs/fold_tag_counts'
import { listPosts } from '#queries/posts/list_posts'
import { listStaffPosts } from '#queries/staff/list_posts'
import { post } from '#resources/post'
import { emptyDatabase, vacuum } from '#tests/support/database'
import { flat, plansOf } from '#tests/support/plans'

const ROWS = 25_000

/** What a list scans or sorts at most, and the rows of its page. */
const MAX_ROWS_READ = 10_050

/** Every 50th post is in Dutch, every 60th hidden, every fourth an event. Author 1 has a third of all posts. */
async function populate() {
  await emptyDatabase()
  await db.rawQuery(`
    set statement_timeout = 0;
    alter table users alter id restart; alter table posts alter id restart;
    insert into users (email, username, password)
      select 'user' || n || '@example.org', 'user_' || n, 'x' from generate_series(1, 500) as n;
    insert into types (name, title, schema, filterable, filled, listed)
      values ('event', 'Event', '{"properties": {"place": {"type": "string"}}}', '{place}', '{place}', true);
    alter table posts disable trigger claim_slug;
    insert into posts (user_id, title, slug, language, content, search, published, published_at,
        created_at, updated_at, upvotes, tags, publish_at, type, data)
      select case when n % 3 = 0 then 1 else 1 + n % 500 end, md5(n::text), 'title-' || n,
        case when n % 50 = 3 then 'nl' else 'en' end, repeat('Lorem ipsum dolor sit amet ', 40) || n,
        to_tsvector('simple', 'lorem ' || n), n % 60 <> 0, now() - n * interval '1 minute',
        now() - n * interval '1 minute', now() - (n * 7919 % ${ROWS}) * interval '1 minute', n % 97,
        case when n % 2 = 0 then '{big}'::text[] else '{}' end
          || case when n % 1000 = 0 then '{rare}'::text[] else '{}' end,
        case when n % 600 = 0 then now() + interval '1 day' end,
        case when n % 4 = 1 then 'event' else 'post' end,
        case when n % 4 = 1 then jsonb_build_object('place',
          case when n % 1000 = 1 then 'Ulm' else 'Bonn' end) end
      from generate_series(1, ${ROWS}) as n;
    alter table posts enable trigger claim_slug;
    insert into collections (slug, title) values ('front', 'Front');
    insert into collection_posts (collection_id, post_id, place)
      select (select max(id) from collections), n, n from generate_series(1, 20) as n;
    reset statement_timeout;
  `)
  await foldTagCounts()
  await TypesChanged.dispatch()
  await vacuum('users', 'posts', 'post_tags', 'post_values', 'collection_posts')
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
const times = [minutesAgo(100), minutesAgo(ROWS / 2), minutesAgo(ROWS - 100), minutesAgo(-2000)]

/** Values of each filter that find few posts, many, and none. */
const values: Record<string, unknown[]> = {
  search: ['lorem 4711', 'lorem', 'nowhere'],
  author: [7, 1],
  type: ['post', 'event', 'note', 'any'],
  slug: ['title-77', 'title-120', 'nowhere'],
  language: ['nl', 'en', 'fr'],
  data: [{ place: 'Bonn' }, { place: 'Ulm' }, { place: 'nowhere' }],
  tag: ['big', 'rare', '-big', 'big,rare', 'big,-rare', 'nowhere'],
  collection: ['front', 'nowhere'],
  published_after: times,
  published_before: times,
  publish_after: times,
  publish_before: times,
  updated_after: times,
  since: times,
  until: times,
}

const { Post, StaffPost } = post.views
type List = (options: any) => Promise<unknown>

const lists: { name: string; view: typeof Post; page: List; always?: object }[] = [
  { name: 'all posts', view: Post, page: listPosts },
  { name: 'posts of an author', view: Post, page: listPosts, always: { author: 1 } },
  {
    name: 'own posts',
    view: Post,
    page: (options) => listPosts(options, { withDrafts: true }),
    always: { author: 1 },
  },
  { name: 'posts for staff', view: StaffPost, page: listStaffPosts },
]

const cases = lists.flatMap(({ name, view, page, always }) =>
  Object.keys(view.sorts).flatMap((sort) =>
    ['', ...Object.keys(view.filters)]
      .filter((filter) => !view.sorts[sort].needs || view.sorts[sort].needs === filter)
      .map((filter) => ({ name, sort, filter: filter || 'no filter', page, always, view }))
  )
)

/** Filters beside each other, of which each finds many posts, few, or none. */
const together: object[] = [
  { language: 'en', updated_after: minutesAgo(ROWS / 2) },
  { language: 'nl', published_before: minutesAgo(100), type: 'post' },
  { tag: 'big', language: 'en', published_after: minutesAgo(ROWS - 100) },
  { tag: '-big', updated_after: minutesAgo(100) },
  { collection: 'front', language: 'nl', tag: 'big' },
  { search: 'lorem 4711', language: 'en', updated_after: minutesAgo(ROWS - 100) },
  { search: 'lorem', language: 'nl', published_after: minutesAgo(ROWS - 100) },
  { search: 'lorem', tag: '-big' },
  { search: 'lorem 4713', type: 'event', data: { place: 'Bonn' } },
  { search: 'lorem', type: 'event', data: { place: 'Ulm' } },
]

const valuesOf = (filter: string, view: typeof Post) =>
  ['status', 'review'].includes(filter) ? Object.keys(view.filters[filter].values!) : values[filter]

test.group('A filter of posts', (group) => {
  group.setup(populate)
  group.teardown(emptyDatabase)

  test('by itself has an index: {name}, {sort}, {filter}')
    .with(cases)
    .run(async ({ assert }, { sort, filter, page, always, view }) => {
      const asked = filter === 'no filter' ? [undefined] : valuesOf(filter, view)
      assert.isDefined(asked, `${filter} has no values in this test`)
      for (const value of asked) {
        const given = typeof value === 'number' && view === StaffPost ? String(value) : value
        const ofType = filter === 'data' && { type: 'event' }
        const chosen = value !== undefined && { [filter]: given }
        const options = { ...always, sort, ...ofType, ...chosen }
        await assertReadsFew(assert, page, options)
      }
    })

  test('beside others reads few rows: {name}, {sort}')
    .with(lists.flatMap((list) => Object.keys(list.view.sorts).map((sort) => ({ ...list, sort }))))
    .run(async ({ assert }, { sort, page, always, view }) => {
      const asked = together.filter((one) => view.sorts[sort].needs !== 'search' || 'search' in one)
      assert.isNotEmpty(asked)
      for (const filters of asked) {
        await assertReadsFew(assert, page, { ...always, sort, ...filters })
      }
    })
})

test.group('A search that finds more than 10 000 posts', (group) => {
  group.setup(populate)
  group.teardown(emptyDatabase)

  test('lists each post once beside another filter, in the order that was asked for', async ({
    assert,
  }) => {
    const asked = { search: 'lorem', tag: '-big', language: 'nl', sort: 'old', limit: 100 } as const
    const found: number[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const { items, next } = await listPosts({ ...asked, cursor })
      found.push(...items.map(({ id }) => id))
      cursor = next
    }
    const { rows } = await db.rawQuery(
      `select id from posts where visible and language = 'nl' and not tags && '{big}'
       order by listed_at, id`
    )
    assert.isAbove(rows.length, 100)
    assert.deepEqual(
      found,
      rows.map(({ id }: { id: number }) => id)
    )
  })

  test('ranks the newest 10 000', async ({ assert }) => {
    const ranked = (skip: number) => listPosts({ search: 'lorem', sort: 'relevance', skip })
    assert.lengthOf((await ranked(9990)).items, 10)
    assert.isEmpty((await ranked(10_000)).items)
    const { items } = await listPosts({ search: 'lorem', sort: 'relevance', limit: 100 })
    const { rows } = await db.rawQuery(
      `select id from posts where visible and not unlisted order by listed_at desc limit 10000`
    )
    const newest = new Set(rows.map(({ id }: { id: number }) => id))
    assert.isTrue(items.every(({ id }) => newest.has(id)))
  })
})

/** Through indexes, and at most as many rows as a page may scan. */
async function assertReadsFew(assert: Assert, page: List, options: object) {
  const nodes = (await plansOf(() => page(options), { asOfLargeTables: true })).flatMap(flat)
  const scanned = nodes.filter(
    (node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'posts'
  )
  assert.isEmpty(scanned, JSON.stringify(options))
  for (const node of nodes.filter(readsRows)) {
    const rows =
      (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    assert.isAtMost(rows, MAX_ROWS_READ, JSON.stringify({ options, node }))
  }
}

/** A bitmap reads entries of an index, and no rows. A search looks at when all that it finds was published. */
const readsRows = (node: Record<string, any>) =>
  node['Node Type'] !== 'Bitmap Index Scan' && !node['Recheck Cond']?.includes('search @@')
