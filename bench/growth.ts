import { get } from 'node:http'
import { median } from './comparison.js'
import type { Plaza, Writer } from './plaza.js'
import type { Server } from './server.js'

const MAX_GROWTH = 1.5
const SAMPLES = 300
const DEPTH_POSTS = 5000
/** Of the seed; after the growth half of all posts have it. */
const TAG = 'gardening'
/** After the growth a tenth of all posts are in it. */
const LANGUAGE = 'nl'
/** Of each of some posts. */
const REVISIONS = 100
const MAX_SHARE_OF_FIELDS = 0.5

interface Timed {
  name: string
  ask: (time: number) => Promise<unknown>
}

export async function growth(plaza: Plaza, server: Server, writers: Writer[]) {
  const before = await timeAll(await operationsNow(plaza, server, writers))
  await grow(plaza)
  const after = await timeAll(await operationsNow(plaza, server, writers))
  const figures = [...before].map(([name, small]) => ({
    name: `${name}, times as long with 1 000 000 posts and 10 000 000 votes`,
    value: after.get(name)! / small,
    atMost: MAX_GROWTH,
  }))
  return [...figures, await shareOfFields(server)]
}

async function shareOfFields(server: Server) {
  const times = await timeAll([
    { name: 'whole', ask: () => read(server, '/posts?limit=100') },
    { name: 'narrow', ask: () => read(server, '/posts?limit=100&fields=id,title,slug') },
  ])
  return {
    name: '100 posts with id, title and slug alone, times as long as whole ones',
    value: times.get('narrow')! / times.get('whole')!,
    atMost: MAX_SHARE_OF_FIELDS,
  }
}

/** Writes in SQL: the API would take hours for as many rows. */
async function grow(plaza: Plaza) {
  const steps = [
    `alter table posts disable trigger user; alter table votes disable trigger user;
     alter table comments disable trigger user`,
    `insert into posts (user_id, title, content, language, tags, search, published_at, created_at, upvotes, downvotes, hot)
     select 1 + n % 1000, 'Grown ' || n, repeat('Lorem ipsum dolor sit amet. ', 10),
       case when n % 10 = 0 then '${LANGUAGE}' else 'en' end,
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
    `insert into post_revisions (post_id, number, editor_id, created_at, members)
     select posts.id, number, user_id, now() - (${REVISIONS} - number) * interval '1 day',
       content_of(posts)
     from (select * from posts where title not like 'Grown %' order by id limit 2000) as posts,
       generate_series(1, ${REVISIONS}) as number`,
    `update posts set revision = ${REVISIONS} + 1
     where id in (select post_id from post_revisions where number = ${REVISIONS})`,
    `insert into votes (post_id, user_id, value)
     select posts.id, 1 + (posts.id + voter * 97) % 1000, 1
     from posts, generate_series(1, 10) as voter on conflict do nothing`,
    `insert into comments (post_id, user_id, content)
     select (select max(id) from posts), 1 + n % 1000, 'Comment ' || n
     from generate_series(1, 100000) as n`,
    `alter table posts enable trigger user; alter table votes enable trigger user;
     alter table comments enable trigger user`,
    'vacuum analyze posts, post_tags, post_revisions, tags, votes, comments',
  ]
  for (const step of steps) await plaza.query(step)
}

async function operationsNow(plaza: Plaza, server: Server, writers: Writer[]): Promise<Timed[]> {
  const [{ id: busiest }] = await plaza.query(
    'select post_id as id from comments group by post_id order by count(*) desc limit 1'
  )
  const cursor = await cursorAfter(server, DEPTH_POSTS)
  const posts = await plaza.query('select id from posts where visible order by id limit 5000')
  const own = await plaza.query(
    `select id, user_id from posts where visible and user_id in (${writers.map(({ id }) => id).join()})
     order by id limit 50`
  )
  return [
    { name: 'first page', ask: () => read(server, '/posts') },
    { name: 'a page 5000 deep', ask: () => read(server, cursor) },
    { name: 'a page of a tag', ask: () => read(server, `/posts?tag=${TAG}`) },
    { name: 'a page of a tag by votes', ask: () => read(server, `/posts?tag=${TAG}&sort=top`) },
    { name: 'a page of a language', ask: () => read(server, `/posts?language=${LANGUAGE}`) },
    {
      name: 'a page of a tag in a language',
      ask: () => read(server, `/posts?tag=${TAG}&language=${LANGUAGE}`),
    },
    { name: 'popular tags', ask: () => read(server, '/tags?sort=popular') },
    { name: 'one post', ask: (time) => read(server, `/posts/${posts[time].id}`) },
    { name: 'the post with the most comments', ask: () => read(server, `/posts/${busiest}`) },
    {
      name: 'a vote',
      ask: (time) =>
        send(server, 'POST', '/votes', writers[time % writers.length], {
          post_id: Number(posts[time * 3].id),
          vote_dir: 1,
        }),
    },
    {
      name: 'an edit of a post, with 100 revisions',
      ask: (time) => {
        const { id, user_id: author } = own[time % own.length]
        const writer = writers.find((one) => one.id === Number(author))!
        return send(server, 'PATCH', `/posts/${id}`, writer, { title: `Edited ${time}` })
      },
    },
  ]
}

async function send(server: Server, method: string, path: string, { token }: Writer, body: object) {
  const headers = { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' }
  const answer = await fetch(server.url(path), { method, headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  await answer.text()
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
