import { get } from 'node:http'
import { median } from './comparison.js'
import { grow, LANGUAGE, PLACE, REVISIONS, shape, TAG, TYPE } from './grow.js'
import type { Plaza, Writer } from './plaza.js'
import type { Server } from './server.js'

const MAX_GROWTH = 1.5
const SAMPLES = 300
const DEPTH_POSTS = 5000
const MAX_SHARE_OF_FIELDS = 0.5

interface Timed {
  name: string
  ask: (time: number) => Promise<unknown>
}

/** What a request takes among many posts, as a multiple of what it takes among those of the seed. */
export async function growth(plaza: Plaza, server: Server, writers: Writer[], posts: number) {
  await shape(plaza)
  const before = await timeAll(await operationsNow(plaza, server, writers))
  await grow(plaza, posts)
  const after = await timeAll(await operationsNow(plaza, server, writers))
  const figures = [...before].map(([name, small]) => ({
    name: `${name}, times as long with ${posts.toLocaleString('en')} posts and ten votes on each`,
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

async function operationsNow(plaza: Plaza, server: Server, writers: Writer[]): Promise<Timed[]> {
  const [{ id: busiest }] = await plaza.query(
    'select post_id as id from comments group by post_id order by count(*) desc limit 1'
  )
  const cursor = await cursorAfter(server, DEPTH_POSTS)
  const posts = await plaza.query('select id from posts where visible order by id limit 5000')
  const [{ middle }] = await plaza.query(
    'select percentile_disc(0.5) within group (order by listed_at) as middle from posts where visible'
  )
  const olderHalf = `published_before=${middle.toISOString()}`
  const own = await plaza.query(
    `select id, user_id from posts where visible and user_id in (${writers.map(({ id }) => id).join()})
     order by id limit 50`
  )
  const writerOf = (id: string) => writers.find((one) => one.id === Number(id))!
  const tokenOf = (id: string) => ({ Authorization: `Bearer ${writerOf(id).token}` })
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
    { name: 'a page of a time', ask: () => read(server, `/posts?${olderHalf}`) },
    { name: 'a page of a type', ask: () => read(server, `/posts?type=${TYPE}`) },
    {
      name: 'a page of a value of data',
      ask: () => read(server, `/posts?type=${TYPE}&data.place=${PLACE}`),
    },
    {
      name: 'a page of a value of data by votes',
      ask: () => read(server, `/posts?type=${TYPE}&data.place=${PLACE}&sort=top`),
    },
    {
      name: 'a page of a tag, a type, a language and a time',
      ask: () => read(server, `/posts?tag=${TAG}&type=${TYPE}&language=${LANGUAGE}&${olderHalf}`),
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
      name: `a page of the revisions of a post, ${REVISIONS} of them`,
      ask: (time) => {
        const { id, user_id: author } = own[time % own.length]
        return read(server, `/posts/${id}/revisions`, tokenOf(author))
      },
    },
    {
      name: `the number of revisions of a post, ${REVISIONS} of them`,
      ask: (time) => {
        const { id, user_id: author } = own[time % own.length]
        return read(server, `/posts/${id}?fields=id&include=revisions_count`, tokenOf(author))
      },
    },
    {
      name: `an edit of a post, with ${REVISIONS} revisions`,
      ask: (time) => {
        const { id, user_id: author } = own[time % own.length]
        const writer = writerOf(author)
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

function read(server: Server, path: string, headers = {}): Promise<{ link: string }> {
  return new Promise((resolve, reject) => {
    get(server.url(path), { headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path}: ${response.statusCode}`))
      response.resume().once('end', () => resolve({ link: String(response.headers.link) }))
    }).once('error', reject)
  })
}
