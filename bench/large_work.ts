import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { password, type Plaza } from './plaza.js'
import { atTime, calmRead, readsUntil } from './reads.js'
import type { Server } from './server.js'

const COMMENTS = 6000
const VOTES = 7500
const COMMENTS_OF_POST = 10_000
const BULK_ROWS = 5000

const MAX_REQUEST_MS = 500
const MAX_SLOWDOWN = 2
const MAX_SECONDS_PER_1000_ROWS = 1

interface Deletion {
  name: string
  token: string
  path: string
  body?: object
  /** SQL: whether rows are left. */
  left: string
}

/** What is linear in what a member wrote: the erasure of a busy account, a busy post, a bulk action. */
export async function largeWork(plaza: Plaza, server: Server) {
  const { posts } = await plaza.content()
  const calm = await calmRead(server, posts)
  const figures = []
  for (const deletion of await deletions(plaza, server)) {
    const { requestMs, seconds, read } = await timed(deletion, plaza, server, posts)
    figures.push(
      {
        name: `${deletion.name}, the request in ms (all is gone after ${seconds.toFixed(1)} s)`,
        value: requestMs,
        atMost: MAX_REQUEST_MS,
      },
      {
        name: `${deletion.name}, a read meanwhile, times as long`,
        value: read / calm,
        atMost: MAX_SLOWDOWN,
      }
    )
  }
  return [...figures, ...(await bulk(plaza))]
}

async function timed(
  { token, path, body, left }: Deletion,
  plaza: Plaza,
  server: Server,
  posts: number[]
) {
  const headers = { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' }
  const start = performance.now()
  const answer = await fetch(server.url(path), {
    method: 'DELETE',
    headers,
    body: body && JSON.stringify(body),
  })
  const requestMs = performance.now() - start
  if (answer.status !== 204)
    throw new Error(`DELETE ${path}: ${answer.status} ${await answer.text()}`)
  const isGone = async () => {
    for (;;) {
      const [{ is_left: isLeft }] = await plaza.query(`select exists (${left}) as is_left`)
      if (!isLeft) return
      await atTime(Date.now() + 100)()
    }
  }
  const read = await readsUntil(server, posts, isGone)
  return { requestMs, seconds: (performance.now() - start) / 1000, read }
}

/** A busy account and a busy post, made for this. */
async function deletions(plaza: Plaza, server: Server): Promise<Deletion[]> {
  const [{ id: erased }] = await plaza.query(
    `insert into users (email, username, password)
     select 'busy@example.org', 'busy', password from users where id = 1 returning id`
  )
  await plaza.query(
    `insert into comments (post_id, user_id, content)
     select id, ${erased}, 'Busy' from (select id from posts where visible limit ${COMMENTS}) as chosen`
  )
  await plaza.query(
    `insert into votes (post_id, user_id, value)
     select id, ${erased}, 1 from (select id from posts where visible limit ${VOTES}) as chosen`
  )
  const [{ id: author, username }] = await plaza.query(
    'select id, username from users where id = 2'
  )
  const [{ id: post }] = await plaza.query(
    `insert into posts (user_id, title, content, published_at)
     values (${author}, 'Busy', 'Busy', now()) returning id`
  )
  await plaza.query(
    `insert into comments (post_id, user_id, content)
     select ${post}, 1 + n % 1000, 'Busy' from generate_series(1, ${COMMENTS_OF_POST}) as n`
  )
  return [
    {
      name: `erasure of an account with ${COMMENTS} comments and ${VOTES} votes`,
      token: await tokenOf('busy', server),
      path: '/users/me',
      body: { password },
      left: `select from users where id = ${erased}`,
    },
    {
      name: `deletion of a post with ${COMMENTS_OF_POST} comments`,
      token: await tokenOf(username, server),
      path: `/posts/${post}?purge=true`,
      left: `select from posts where id = ${post}`,
    },
  ]
}

async function tokenOf(username: string, server: Server): Promise<string> {
  const answer = await fetch(server.url('/login'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}

async function bulk(plaza: Plaza) {
  const [{ id: author, username }] = await plaza.query(
    'select id, username from users where id = 3'
  )
  const [{ staff }] = await plaza.query(
    `update users set role = 'moderator' where id = 4 returning username as staff`
  )
  await plaza.query(
    `insert into posts (user_id, title, content, published_at)
     select ${author}, 'Bulk ' || n, 'Bulk', now() from generate_series(1, ${BULK_ROWS}) as n`
  )
  const folder = mkdtempSync(join(tmpdir(), 'plaza-bench-'))
  const plan = join(folder, 'plan.json')
  const run = (...args: string[]) => plaza.plaza('bulk', ...args, '--as', staff)
  try {
    const posts = ['--posts', `author:${username}`, '--action', 'post.remove', '--reason', 'Bench']
    run('plan', ...posts, '--output', plan)
    const count: number = JSON.parse(readFileSync(plan, 'utf8')).rows.length
    const secondsOf = (work: () => void) => {
      const start = performance.now()
      work()
      return (performance.now() - start) / 1000
    }
    const applied = secondsOf(() => run('apply', plan, '--yes', '--confirm', String(count)))
    const undone = secondsOf(() =>
      run('undo', plan, '--reason', 'Bench', '--yes', '--confirm', String(count))
    )
    return [applied, undone].map((seconds, index) => ({
      name: `bulk ${index === 0 ? 'apply' : 'undo'}, seconds for 1000 of ${count} rows`,
      value: (seconds / count) * 1000,
      atMost: MAX_SECONDS_PER_1000_ROWS,
    }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
