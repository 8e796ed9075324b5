import { get } from 'node:http'
import { median } from './comparison.js'
import type { Plaza, Writer } from './plaza.js'
import type { Server } from './server.js'

const MAX_GROWTH = 1.5
const SAMPLES = 300
const DEPTH_POSTS = 5000
/** Of the seed; after the growth half of all posts have it. */
const TAG = 'gardening'

interface Timed {
  name: string
  ask: (time: number) => Promise<unknown>
}

export async function growth(plaza: Plaza, server: Server, writers: Writer[]) {
  const before = await timeAll(await operationsNow(plaza, server, writers))
  await grow(plaza)
  const after = await timeAll(await operationsNow(plaza, server, writers))
  return [...before].map(([name, small]) => ({
    name: `${name}, times as long with 1 000 000 posts and 10 000 000 votes`,
    value: after.get(name)! / small,
    atMost: MAX_GROWTH,
  }))
}

/** Writes in SQL: the API would take hours for as many rows. */
async function grow(plaza: Plaza) {
  const steps = [
    `alter table posts disable trigger user; alter table votes disable trigger user;
     alter table comments disable trigger user`,
    `insert into posts (user_id, title, content, tags, search, published_at, created_at, upvotes, downvotes, hot)
     select 1 + n % 1000, 'Grown ' || n, repeat('Lorem ipsum dolor sit amet. ', 10),
       case when n % 2 = 0 then '{${TAG}}'::text[] else '{}' end,
       to_tsvector('simple', 'Grown ' || n || ' Lorem ipsum dolor sit amet'),
       timestamptz '2020-01-01' + n * interval '2 minutes',
       timestamptz '2020-01-01' + n * interval '2 minutes', n % 40, n % 7,
       hot_rank(n % 40 - n % 7, timestamptz '2020-01-01' + n * interval '2 minutes')
     from generate_series(1, 990000) as n`,
    `insert into post_tags (tag_id, post_id, visible, listed_at)
     select tags.id, posts.id, posts.visible, posts.listed_at
     from posts join tags on tags.slug = '${TAG}' where title like 'Grown %' and tags = '{${TAG}}'`,
    `update tags set posts_count = (select count(*) from post_tags where tag_id = tags.id and visible)
     where slug = '${TAG}'`,
    `insert into votes (post_id, user_id, value)
     select posts.id, 1 + (posts.id + voter * 97) % 1000, 1
     from posts, generate_series(1, 10) as voter on conflict do nothing`,
    `insert into comments (post_id, user_id, content)
     select (select max(id) from posts), 1 + n % 1000, 'Comment ' || n
     from generate_series(1, 100000) as n`,
    `alter table posts enable trigger user; alter table votes enable trigger user;
     alter table comments enable trigger user`,
    'vacuum analyze posts, post_tags, tags, votes, comments',
  ]
  for (const step of steps) await plaza.query(step)
}

async function operationsNow(plaza: Plaza, server: Server, writers: Writer[]): Promise<Timed[]> {
  const [{ id: busiest }] = await plaza.query(
    'select post_id as id from comments group by post_id order by count(*) desc limit 1'
  )
  const cursor = await cursorAfter(server, DEPTH_POSTS)
  const posts = await plaza.query('select id from posts where visible order by id limit 5000')
  return [
    { name: 'first page', ask: () => read(server, '/posts') },
    { name: 'a page 5000 deep', ask: () => read(server, cursor) },
    { name: 'a page of a tag', ask: () => read(server, `/posts?tag=${TAG}`) },
    { name: 'a page of a tag by votes', ask: () => read(server, `/posts?tag=${TAG}&sort=top`) },
    { name: 'popular tags', ask: () => read(server, '/tags?sort=popular') },
    { name: 'one post', ask: (time) => read(server, `/posts/${posts[time].id}`) },
    { name: 'the post with the most comments', ask: () => read(server, `/posts/${busiest}`) },
    {
      name: 'a vote',
      ask: (time) =>
        fetch(server.url('/votes'), {
          method: 'POST',
          headers: {
            'Authorization': `Bearer ${writers[time % writers.length].token}`,
            'Content-Type': 'application/json',
          },
          body: JSON.stringify({ post_id: Number(posts[time * 3].id), vote_dir: 1 }),
        }).then((answer) => answer.text()),
    },
  ]
}

async function cursorAfter(server: Server, posts: number): Promise<string> {
  let path = '/posts?limit=100'
  for (let seen = 0; seen < posts; seen += 100) path = nextIn((await read(server, path)).link)
  return path.replace('limit=100', 'limit=10')
}

const nextIn = (link: string) => /<([^>]+)>; rel="next"/.exec(link)![1]

/** @returns the median of each, in milliseconds */
async function timeAll(workloads: Timed[]): Promise<Map<string, number>> {
  const medians = new Map<string, number>()
  for (const { name, ask } of workloads) {
    const taken: number[] = []
    for (let time = 0; time < SAMPLES; time++) {
      const start = performance.now()
      await ask(time)
      taken.push(performance.now() - start)
    }
    medians.set(name, median(taken))
  }
  return medians
}

function read(server: Server, path: string): Promise<{ link: string }> {
  return new Promise((resolve, reject) => {
    get(server.url(path), (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`))
      response.resume().once('end', () => resolve({ link: String(response.headers.link) }))
    }).once('error', reject)
  })
}
