import { test } from '@japa/runner'
import { runUnderFault, type Fault } from '#tests/resilience/faults/under_fault'
import { Client } from '#tests/resilience/support/client'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/run_options'
import { person } from '#tests/resilience/support/people'
import { eventually } from '#tests/support/eventually'

/** So many that a job takes several turns. */
const MANY_COMMENTS = 3000

/** The keys of the jobs that were promised. */
let promised: string[] = []

/** Erases accounts and deletes posts; each answer promises a job. */
async function promise(all: Deployment) {
  const { plaza, postgres } = all
  const client = new Client(plaza.port)
  for (let count = 0; count < 3; count++) {
    const me = await person(all)
    const body = { title: 'Soon gone', content: 'With all comments' }
    const [kept, deleted] = [
      await client.post('/posts', body, { token: me.token }),
      await client.post('/posts', body, { token: me.token }),
    ]
    await postgres.query(
      `insert into comments (post_id, user_id, content)
       select unnest($1::bigint[]), $2, 'Comment' from generate_series(1, ${MANY_COMMENTS})`,
      [[kept.json.id, deleted.json.id], me.id]
    )
    const { token } = me
    await client.insist('DELETE', `/posts/${deleted.json.id}?purge=true`, { token })
    await client.insist('DELETE', '/users/me', { token, body: { password: me.password } })
    promised.push(`post:${deleted.json.id}`, `user:${me.id}`)
  }
}

/** What of the promised is not done, in words. */
async function undone({ postgres }: Deployment): Promise<string[]> {
  const jobs = await postgres.query<{ key: string }>(
    `select key from unnest($1::text[]) as promised (key) where not exists (
       select from jobs.job where name = 'deletions' and singleton_key = key and state = 'completed'
     )`,
    [promised]
  )
  const rows = await postgres.query<{ what: string }>(
    `select 'user ' || id as what from users where erased_at is not null
     union all select 'post ' || id from posts where deleted_at is not null
     union all select 'job ' || id || ' is ' || state from jobs.job where state <> 'completed'`
  )
  return [...jobs.map(({ key }) => key), ...rows.map(({ what }) => what)]
}

const killJobs = async ({ plaza }: Deployment) => {
  await eventually(() => plaza.jobs !== undefined)
  process.kill(plaza.jobs!, 'SIGKILL')
}

/** Waits until a job is being run. */
const untilActive = ({ postgres }: Deployment) =>
  eventually(async () => {
    const rows = await postgres.query(`select from jobs.job where state = 'active'`)
    return rows.length > 0
  })

const faults: (Fault & { isShort?: true })[] = [
  {
    action: 'kill -9 of the process of jobs in the middle of its work',
    expected: 'no request fails, every job is done',
    times: 3,
    noFailures: true,
    isShort: true,
    async inject(all) {
      await promise(all)
      for (let time = 0; time < 3; time++) {
        await untilActive(all)
        await killJobs(all)
      }
    },
  },
  {
    action: 'kill -9 of PostgreSQL in the middle of jobs, started again 3 s later',
    expected: 'every job is done',
    stale: true,
    isShort: true,
    async inject(all) {
      await promise(all)
      await untilActive(all)
      all.postgres.signal('SIGKILL')
    },
    durationMs: 3000,
    repair: ({ postgres }) => postgres.revive(),
  },
  {
    action: 'SIGHUP in the middle of jobs',
    expected: 'no request fails, every job is done',
    noFailures: true,
    async inject(all) {
      await promise(all)
      await untilActive(all)
      const before = all.plaza.jobs
      all.plaza.signal('SIGHUP')
      await eventually(() => all.plaza.jobs !== undefined && all.plaza.jobs !== before)
    },
  },
]

test.group('Under load, the jobs', (group) => {
  group.each.setup(() => {
    promised = []
  })

  test('{action}: none is lost')
    .with(faults.filter(({ isShort }) => isShort || !isQuick))
    .run(async ({ assert }, fault) => {
      const all = await deployment()
      assert.deepEqual(await runUnderFault(all, fault), [])
      let left = await undone(all)
      await eventually(
        async () => {
          left = await undone(all)
          return left.length === 0
        },
        { within: 180_000, what: 'every job is done' }
      ).catch(() => {})
      assert.deepEqual(left, [])
    })
})
