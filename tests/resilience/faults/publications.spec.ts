import { test } from '@japa/runner'
import { replaced } from '#tests/resilience/faults/replaced'
import { runUnderFault, type Fault } from '#tests/resilience/faults/under_fault'
import { Client, type Account } from '#tests/resilience/support/client'
import { deployment, type Deployment } from '#tests/resilience/support/deployment'
import { person } from '#tests/resilience/support/people'
import { eventually } from '#tests/support/eventually'

/** Half of them are published, half are scheduled. */
const POSTS = 200
const AT_ONCE = 12
/** So many are done when the fault comes. */
const DONE_BEFORE = 40

let author: Account
const answered = new Map<number, number>()

/** Published posts, each with a working copy. @returns their ids */
async function posts({ postgres }: Deployment): Promise<number[]> {
  const rows = await postgres.query<{ id: number }>(
    `with written as (
       insert into posts (user_id, title, content, slug, published_at)
       select $1::bigint, 'Old ' || n, 'Text', 'kept-' || $1 || '-' || n, now()
       from generate_series(1, $2::integer) as n
       returning *
     ), copied as (
       insert into post_drafts (post_id, members, search, search_version, begun_from, editor_id)
       select id, content_of(written::posts) || jsonb_build_object('title', 'New' || substr(title, 4)),
         '', 0, revision, user_id
       from written
     )
     select id::int from written order by id`,
    [author.id, POSTS]
  )
  return rows.map(({ id }) => id)
}

const done = () => [...answered.values()].filter((status) => status === 200).length

const isScheduled = (id: number) => id % 2 === 0
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

/** Publishes or schedules the copies, many at once, and waits until some of them are. */
async function beginPublications(all: Deployment) {
  author = await person(all)
  answered.clear()
  const client = new Client(all.plaza.port)
  const publish = async (id: number) => {
    const body = isScheduled(id) ? { at: inAnHour() } : {}
    const asked = { token: author.token, body }
    const answer = await client.send('PUT', `/posts/${id}/publication`, asked).catch(() => null)
    if (answer) answered.set(id, answer.status)
  }
  const left = await posts(all)
  const lane = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) await publish(id)
  }
  for (let lanes = 0; lanes < AT_ONCE; lanes++) void lane()
  await eventually(async () => done() >= DONE_BEFORE)
}

/** What is wrong, in words: a post has its old text with the copy, or the new one with the old in a revision. */
async function faultsOf({ postgres }: Deployment): Promise<string[]> {
  const rows = await postgres.query<{ id: number; state: string; kept: string | null }>(
    `select posts.id::int, post_revisions.members ->> 'title' as kept,
       left(posts.title, 3) || ' ' || revision || case when post_drafts.post_id is not null
         then ' with ' || left(post_drafts.members ->> 'title', 3) else '' end
         || case when publish_at is not null then ' scheduled' else '' end as state
     from posts
     left join post_drafts on post_drafts.post_id = posts.id
     left join post_revisions on post_revisions.post_id = posts.id and number = 1
     where user_id = $1 and title ~ '^(Old|New) '`,
    [author.id]
  )
  const waits = 'Old 1 with New'
  return rows.flatMap(({ id, state, kept }) => {
    const wanted = isScheduled(id) ? `${waits} scheduled` : 'New 2'
    const isDone = answered.get(id) === 200
    const isRight = state === wanted || (state === waits && !isDone)
    const hasText = state !== 'New 2' || kept?.startsWith('Old ')
    return isRight && hasText ? [] : [`post ${id}, ${answered.get(id)}: ${state}, kept: ${kept}`]
  })
}

const fault: Fault = {
  action: 'kill -9 of all workers while 200 working copies are published and scheduled',
  expected:
    'each post has its old text and its copy, or the new text and the old one as a revision',
  cutsConnections: true,
  async inject(all) {
    await beginPublications(all)
    const { workers } = all.plaza
    for (const pid of workers) process.kill(pid, 'SIGKILL')
    await replaced(all, workers, workers.length)
  },
}

test.group('Under load, publications', () => {
  test('cut short by a kill lose neither a text nor a schedule', async ({ assert }) => {
    const all = await deployment()
    assert.deepEqual(await runUnderFault(all, fault), [])
    assert.deepEqual(await faultsOf(all), [])
    assert.isBelow(done(), POSTS)
  })
})
