import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { commentsOfPost, commentsOfUser } from '#queries/comments/list_comments'
import { listTrashedComments } from '#queries/comments/list_trashed_comments'
import cache from '#cache/cache'
import { idOfSlug } from '#queries/posts/find_slug'
import { learnLanguages } from '#queries/posts/languages'
import { listPosts } from '#queries/posts/list_posts'
import { listTrash } from '#queries/posts/list_trash'
import { listVotes } from '#queries/posts/list_votes'
import { openPost } from '#queries/posts/find_post'
import { translationsFor } from '#queries/posts/translations'
import { refusePin } from '#actions/posts/refuse_pin'
import { publishChange } from '#actions/posts/join_translations'
import { showStaffPost } from '#queries/staff/list_posts'
import { postRanking } from '#queries/staff/post_ranking'
import { emptyDatabase, vacuum } from '#tests/support/database'
import { flat, plansOf } from '#tests/support/plans'
import { actorAs } from '#tests/support/roles'

const pin = (id: number) =>
  db.transaction((client) =>
    refusePin({ id, authorId: 8, was: null, pinned: 'author', actor: actorAs('admin', 1), client })
  )

/** Some thousand rows, with a busy post and a busy user. */
async function populate() {
  await emptyDatabase()
  await db.rawQuery(`
    set statement_timeout = 0;
    alter table users alter id restart; alter table posts alter id restart;
    alter table comments alter id restart;
    set session_replication_role = replica;
    insert into users (email, username, password)
      select 'user' || n || '@example.org', 'user_' || n, 'x' from generate_series(1, 500) as n;
    insert into types (name, title) values ('event', 'Event');
    insert into posts (user_id, title, slug, pinned, language, type, unlisted, content, search, published, published_at, upvotes, downvotes)
      select 1 + n % 100, 'Title ' || n, 'title-' || n, case when n % 2000 = 1 then 'site' end,
        case when n % 50 = 3 then 'nl' else 'en' end,
        case when n % 7 = 2 then 'event' else 'post' end, n % 7 = 2,
        repeat('Lorem ipsum dolor sit amet. ', 20) || n,
        to_tsvector('simple', 'Lorem ipsum dolor sit amet ' || n), n % 10 <> 0,
        now() - n * interval '1 minute', n % 97, n % 13
      from generate_series(1, 6000) as n;
    insert into comments (post_id, user_id, content)
      select case when n % 120 = 0 then 1 else 1 + n % 6000 end, 1 + n % 500, 'Comment ' || n
      from generate_series(1, 12000) as n;
    insert into votes (post_id, user_id, value)
      select 1 + n / 4, 1 + n % 500, 1 from generate_series(1, 20000) as n on conflict do nothing;
    set session_replication_role = origin;
    update posts set hot = hot_rank(upvotes - downvotes, listed_at);
    reset statement_timeout;
  `)
  await vacuum('users', 'posts', 'comments', 'votes')
}

const cursorIn = ({ next }: { next?: string | null }) => next ?? undefined

test.group('Lists are read through an index, without sorting', (group) => {
  group.setup(populate)
  group.teardown(emptyDatabase)

  test('{list}, the first page and the next')
    .with([
      {
        list: 'new posts',
        index: 'posts_new_index_of_listed',
        page: listPosts,
        options: { sort: 'new' },
      },
      {
        list: 'old posts',
        index: 'posts_new_index_of_listed',
        page: listPosts,
        options: { sort: 'old' },
      },
      { list: 'top posts', index: 'posts_top_index', page: listPosts, options: { sort: 'top' } },
      { list: 'hot posts', index: 'posts_hot_index', page: listPosts, options: { sort: 'hot' } },
      {
        list: 'new posts of an author',
        index: 'posts_author_new_index',
        page: listPosts,
        options: { sort: 'new', author: 7 },
      },
      {
        list: 'top posts of an author',
        index: 'posts_author_top_index',
        page: listPosts,
        options: { sort: 'top', author: 7 },
      },
      {
        list: 'hot posts of an author',
        index: 'posts_author_hot_index',
        page: listPosts,
        options: { sort: 'hot', author: 7 },
      },
      {
        list: 'an author’s own posts, drafts too',
        index: 'posts_author_new_index',
        page: (options: object) => listPosts(options, { withDrafts: true }),
        options: { sort: 'new', author: 7 },
      },
      {
        list: 'new posts in a language',
        index: 'posts_language_new_index',
        page: listPosts,
        options: { sort: 'new', language: 'nl' },
      },
      {
        list: 'old posts in a language',
        index: 'posts_language_new_index',
        page: listPosts,
        options: { sort: 'old', language: 'nl' },
      },
      {
        list: 'top posts in a language',
        index: 'posts_language_top_index',
        page: listPosts,
        options: { sort: 'top', language: 'nl' },
      },
      {
        list: 'hot posts in a language',
        index: 'posts_language_hot_index',
        page: listPosts,
        options: { sort: 'hot', language: 'nl' },
      },
      ...['new', 'old', 'top', 'hot'].flatMap((sort) => {
        const order = sort === 'old' ? 'new' : sort
        return [
          {
            list: `posts of the type post, ${sort}`,
            index: order === 'new' ? 'posts_new_index_of_listed' : `posts_${order}_index`,
            page: listPosts,
            options: { sort: sort as 'new', type: 'post' },
          },
          {
            list: `posts of another type, ${sort}`,
            index: `posts_type_${order}_index`,
            page: listPosts,
            options: { sort: sort as 'new', type: 'event' },
          },
        ]
      }),
      {
        list: 'comments of a busy post',
        index: 'comments_post_unique',
        page: (options: object) => commentsOfPost(1, options),
        options: { sort: 'old' },
      },
      {
        list: 'comments of a busy post, newest first',
        index: 'comments_post_unique',
        page: (options: object) => commentsOfPost(1, options),
        options: { sort: 'new' },
      },
      {
        list: 'comments of a user',
        index: 'comments_author_index',
        page: (options: object) => commentsOfUser(7, options, null),
        options: {},
      },
      {
        list: 'votes of a user',
        index: 'votes_user_new_index',
        page: (options: object) => listVotes(actorAs('member', 7), options),
        options: {},
      },
    ])
    .run(async ({ assert }, { index, page, options }) => {
      const read = page as (options: object) => Promise<{ next?: string | null; document?: any }>
      const first = await read(options)
      const cursor = cursorIn(first.document ?? first)
      assert.isString(cursor)

      for (const asked of [options, { ...options, cursor }]) {
        const [plan] = await plansOf(() => read(asked))
        const nodes = flat(plan)
        const types = nodes.map((node) => node['Node Type'])
        assert.notMatch(types.join(), /Sort|Seq Scan|Bitmap/, JSON.stringify(types))
        assert.include(
          nodes.map((node) => node['Index Name']),
          index
        )
        const rowsRead = nodes.map(
          (node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)
        )
        assert.isAtMost(Math.max(...rowsRead), 60)
      }
    })

  test('{what} finds its rows by {index}')
    .with([
      {
        what: 'the top of a post’s replies',
        index: 'comments_parent_index',
        options: { parent_id: 5 },
      },
    ])
    .run(async ({ assert }, { index, options }) => {
      const [plan] = await plansOf(() => commentsOfPost(1, options))
      assert.include(
        flat(plan).map((node) => node['Index Name']),
        index
      )
    })

  test('a search finds its rows by the text index', async ({ assert }) => {
    const plans = await plansOf(() => listPosts({ search: 'dolor 4711' }))
    assert.include(
      plans.flatMap(flat).map((node) => node['Index Name']),
      'posts_search_index'
    )
  })

  test('{what} reads few rows, through {index}')
    .with([
      {
        what: 'a post by its slug',
        index: 'posts_slug_unique',
        read: () => idOfSlug('title-7', 'post'),
      },
      {
        what: 'the languages of all posts',
        index: 'posts_language',
        read: () => learnLanguages(),
      },
    ])
    .run(async ({ assert }, { index, read }) => {
      await cache.invalidate('*')
      const [plan] = await plansOf(read)
      const nodes = flat(plan)
      const names = nodes.map((node) => node['Index Name']).filter(Boolean)
      assert.isTrue(
        names.length > 0 && names.every((name) => name!.startsWith(index)),
        names.join()
      )
      assert.isAtMost(Math.max(...nodes.map((node) => node['Actual Rows'])), 5)
    })

  test('the first page with pinned posts reads few rows: {list}')
    .with([
      { list: 'those of the site', pins: 'posts_pinned_by_site_index', options: {} },
      { list: 'those of an author', pins: 'posts_pinned_by_author_index', options: { author: 7 } },
    ])
    .run(async ({ assert }, { pins, options }) => {
      const [plan] = await plansOf(() => listPosts(options, { hasPins: true }))
      const nodes = flat(plan)
      assert.include(
        nodes.map((node) => node['Index Name']),
        pins
      )
      const posts = nodes.filter((node) => node['Relation Name'] === 'posts')
      assert.isAtMost(Math.max(...posts.map((node) => node['Actual Rows'])), 11)
    })

  test('{what} reads no whole table')
    .with([
      { what: 'a post', read: () => openPost(7) },
      { what: 'a pin', read: () => pin(7) },
      { what: 'a post for staff', read: () => showStaffPost(7, { include: 'translations' }) },
      {
        what: 'a post’s translations',
        read: () => translationsFor(actorAs('editor', 1), { id: 7, group: 3 }),
      },
      { what: 'a change of a translated post', read: () => publishChange(7, 3) },
    ])
    .run(async ({ assert }, { read }) => {
      const plans = await plansOf(read)
      const scanned = plans.flatMap(flat).filter((node) => node['Node Type'] === 'Seq Scan')
      assert.isAbove(plans.length, 0)
      assert.isEmpty(
        scanned.map((node) => node['Relation Name']).filter((name) => name === 'posts')
      )
    })

  test('a ranking counts the posts ahead through the indexes of the lists', async ({ assert }) => {
    const plans = await plansOf(() => postRanking(96))
    const nodes = plans.flatMap(flat)
    assert.notInclude(
      nodes.map((node) => node['Node Type']),
      'Seq Scan'
    )
    // One language is as good as all posts.
    const names = nodes.map((node) => node['Index Name']?.replace('_language', ''))
    assert.includeMembers(names, [
      'posts_hot_index',
      'posts_top_index',
      'posts_new_index_of_listed',
    ])
  })

  test('{list} in the trash of a user are read by {index}')
    .with([
      { list: 'posts', index: 'posts_trash_index', page: listTrash },
      { list: 'comments', index: 'comments_trash_index', page: listTrashedComments },
    ])
    .run(async ({ assert }, { index, page }) => {
      await db.rawQuery(trashSome)
      await vacuum('posts', 'comments')
      const [plan] = await plansOf(() => page(7, {}), { asOfLargeTables: true })
      const nodes = flat(plan)
      assert.include(
        nodes.map((node) => node['Index Name']),
        index
      )
      assert.notInclude(
        nodes.map((node) => node['Node Type']),
        'Sort'
      )
    })
})

/** Without counting. */
const trashSome = `
  set session_replication_role = replica;
  update posts set published = false, trashed_at = now() - id * interval '1 s'
    where user_id <= 60;
  update comments set deleted_at = now() - id * interval '1 s' where user_id <= 60;
  set session_replication_role = origin;`
