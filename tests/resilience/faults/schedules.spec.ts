import { test } from '@japa/runner'
import { runUnderFault, type Fault } from '#tests/resilience/faults/under_fault'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { person } from '#tests/resilience/support/people'
import { eventually } from '#tests/support/eventually'

/** So many that their publication takes several batches. */
const MANY_POSTS = 4000

let author = 0

/** Schedules many posts for the next second, every other one with a working copy, and waits until some are out. */
async function beginPublication(all: Deployment) {
  author = (await person(all)).id
  await all.postgres.query(
    `with written as (
       insert into posts (user_id, title, content, published, slug, publish_at)
       select $1::bigint, 'Scheduled ' || n, 'Content ' || n, false, 'of-' || $1 || '-' || n,
         date_trunc('second', now() + interval '2 s')
       from generate_series(1, $2::integer) as n
       returning *
     )
     insert into post_drafts (post_id, members, search, search_version, begun_from, editor_id)
     select id, content_of(written::posts) || jsonb_build_object('title', 'Prepared' || substr(title, 10)),
       '', 0, revision, user_id
     from written where right(title, 1) in ('0', '2', '4', '6', '8')`,
    [author, MANY_POSTS]
  )
  await eventually(async () => (await publishedBy(all)) > 0)
}

async function publishedBy({ postgres }: Deployment): Promise<number> {
  const [{ count }] = await postgres.query<{ count: number }>(
    'select count(*)::int as count from posts where user_id = $1 and published',
    [author]
  )
  return count
}

/** What is wrong with the posts once all are out, in words. */
async function faultsOf({ postgres }: Deployment): Promise<string[]> {
  const rows = await postgres.query<{ what: string }>(
    `select 'post ' || id || ' is not out' as what from posts where user_id = $1 and not published
     union all
     select 'post ' || id || ' keeps its schedule' from posts
       where user_id = $1 and num_nonnulls(publish_at, held, on_missed) > 0
     union all
     select 'post ' || id || ' is another text' from posts
       cross join lateral (select right(content, 1) in ('0', '2', '4', '6', '8') as is_copied) as kind
       where user_id = $1 and (
         title <> case when is_copied then 'Prepared' else 'Scheduled' end || substr(content, 8)
         or revision <> 1 + is_copied::integer
         or is_copied and not exists (
           select from post_revisions where post_id = posts.id and number = 1
             and members ->> 'title' = 'Scheduled' || substr(content, 8)))
     union all
     select 'post ' || post_id || ' has a copy that is out' from post_drafts
       where editor_id = $1
     union all
     select 'the author has ' || posts_count || ' posts' from users
       where id = $1 and posts_count <> $2
     union all
     select 'post ' || id || ' is out of order' from (
       select id, lag(id) over (order by listed_at, id) as before from posts where user_id = $1
     ) as listed where before > id
     limit 20`,
    [author, MANY_POSTS]
  )
  return rows.map(({ what }) => what)
}

const faults: Fault[] = [
  {
    action: 'kill -9 of the process of jobs in the middle of a publication',
    expected: 'no request fails, every post is out, in order',
    noFailures: true,
    async inject(all) {
      await beginPublication(all)
      process.kill(all.plaza.jobs!, 'SIGKILL')
    },
  },
  {
    action: 'kill -9 of PostgreSQL in the middle of a publication, started again 3 s later',
    expected: 'every post is out, in order',
    stale: true,
    async inject(all) {
      await beginPublication(all)
      all.postgres.signal('SIGKILL')
    },
    durationMs: 3000,
    repair: ({ postgres }) => postgres.revive(),
  },
]

test.group('Under load, schedules', () => {
  test('{action}: none is lost')
    .with(faults)
    .run(async ({ assert }, fault) => {
      const all = await deployment()
      assert.deepEqual(await runUnderFault(all, fault), [])
      await eventually(async () => (await publishedBy(all)) === MANY_POSTS, {
        within: 60_000,
        what: 'every post is out',
      })
      assert.deepEqual(await faultsOf(all), [])
    })
})
