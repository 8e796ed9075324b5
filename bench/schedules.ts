import type { Plaza } from './plaza.js'
import { atTime, calmRead, readsUntil } from './reads.js'
import type { Server } from './server.js'

const POSTS = 10_000
const MAX_SECONDS = 10
const MAX_SLOWDOWN = 2
const LEAD_MS = 2000

/** How long it takes to publish many posts that are due at the same second, and what that costs a read. */
export async function schedules(plaza: Plaza, server: Server) {
  const { posts } = await plaza.content()
  const calm = await calmRead(server, posts)
  const [{ last }] = await plaza.query('select max(id) as last from posts')
  const [{ due }] = await plaza.query(
    `select date_trunc('second', now() + interval '${LEAD_MS} ms') as due`
  )
  await plaza.query(
    `insert into posts (user_id, title, content, published, slug, publish_at)
     select 1 + n % 1000, 'Scheduled ' || n, repeat('Lorem ipsum dolor sit amet. ', 10), false,
       'scheduled-' || n, '${due.toISOString()}'
     from generate_series(1, ${POSTS}) as n`
  )
  let seconds = 0
  const published = (async () => {
    while (!seconds) {
      const [{ left }] = await plaza.query(
        'select count(*)::int as left from posts where publish_at is not null'
      )
      if (left === 0) seconds = (Date.now() - due.getTime()) / 1000
    }
  })()
  await atTime(due.getTime())()
  const busy = await readsUntil(server, posts, () => published)
  await refuseDisorder(plaza, last)
  return [
    {
      name: `seconds until ${POSTS} posts due at once are out`,
      value: seconds,
      atMost: MAX_SECONDS,
    },
    { name: 'a read meanwhile, times as long', value: busy / calm, atMost: MAX_SLOWDOWN },
  ]
}

async function refuseDisorder(plaza: Plaza, last: number) {
  const [{ wrong }] = await plaza.query(
    `select count(*)::int as wrong from (
       select id, lag(id) over (order by listed_at, id) as before from posts
       where id > ${last} and title like 'Scheduled %'
     ) as listed where before > id`
  )
  if (wrong > 0) throw new Error(`${wrong} scheduled posts are not in their order`)
}
