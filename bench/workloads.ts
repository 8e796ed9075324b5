import { password, type Content, type Writer } from './plaza.js'
import type { Request } from './wrk.js'

export type Yardstick = 'raw' | 'sql' | 'fastify' | 'fastify from memory' | 'argon2id'

export interface Workload {
  name: string
  subject: 'plaza' | 'plaza without cache'
  /** The least share of each yardstick's throughput. */
  targets: Partial<Record<Yardstick, number>>
  requests: Request[]
  /** Length of a round (1 by default). Slow responses need more, because only whole ones count. */
  seconds?: number
  /** The yardstick does only a part of the work, so the responses differ. */
  isUnlike?: boolean
  isQuick?: boolean
}

const cached = { 'raw': 0.7, 'fastify from memory': 0.85 }
const read = { sql: 0.6, fastify: 0.9 }

/** @param etags Plaza's ETags of `/posts` and of the first busy post */
export function workloadsOn(
  content: Content,
  writers: Writer[],
  etags: Map<string, string>
): Workload[] {
  const post = `/posts/${content.busyPosts[0]}`
  const list = '/posts'
  const known = (path: string) => get(path, { 'If-None-Match': etags.get(path)! })
  const uncached = { subject: 'plaza without cache', targets: read } as const
  const write = { subject: 'plaza', targets: read } as const

  return [
    { ...uncached, name: 'GET /posts?sort=new, uncached', requests: [get('/posts?sort=new')] },
    { ...uncached, name: 'GET /posts?sort=top, uncached', requests: [get('/posts?sort=top')] },
    { ...uncached, name: 'GET /posts?sort=hot, uncached', requests: [get('/posts?sort=hot')] },
    {
      ...uncached,
      name: 'GET /posts/{id}, uncached',
      requests: content.busyPosts.map((id) => get(`/posts/${id}`)),
      isQuick: true,
    },
    workload('GET /posts/{id}, cached', cached, [get(post)], true),
    workload('GET /posts, cached', cached, [get(list)]),
    workload('GET /posts/{id}, 304', cached, [known(post)]),
    workload('GET /posts, 304', cached, [known(list)]),
    workload(
      'GET /posts?search=',
      { sql: 0.8, fastify: 0.9 },
      content.words.map((word) => get(`/posts?search=${word}`))
    ),
    workload(
      'GET /posts with a token',
      { sql: 0.5, fastify: 0.9 },
      writers.map((writer) => get('/posts', as(writer))),
      true
    ),
    { ...write, name: 'POST /votes', requests: votes(content, writers), isQuick: true },
    { ...write, name: 'POST /comments', requests: comments(content, writers) },
    { ...write, name: 'POST /posts', requests: posts(writers) },
    {
      name: 'POST /login',
      subject: 'plaza',
      targets: { argon2id: 0.9 },
      requests: logins(writers),
      seconds: 3,
      isUnlike: true,
    },
  ]
}

function workload(
  name: string,
  targets: Workload['targets'],
  requests: Request[],
  isQuick = false
): Workload {
  return { name, subject: 'plaza', targets, requests, isQuick }
}

export const get = (path: string, headers: Record<string, string> = {}): Request => ({
  method: 'GET',
  path,
  headers,
})

/** Plaza reads the token; yardsticks have no accounts and read the header. */
export const as = ({ id, token }: Writer) => ({
  'Authorization': `Bearer ${token}`,
  'X-User-Id': String(id),
})

const post = (path: string, writer: Writer, body: object): Request => ({
  method: 'POST',
  path,
  headers: { ...as(writer), 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

/** Deterministic and spread over the range. */
const spread = (index: number, below: number) => (index * 7919) % below

const each = (writers: Writer[], make: (writer: Writer, index: number) => Request) =>
  Array.from({ length: 20_000 }, (_, index) => make(writers[index % writers.length], index))

const votes = (content: Content, writers: Writer[]) =>
  each(writers, (writer, index) => {
    const id = content.posts[spread(index, content.posts.length)]
    return post('/votes', writer, { post_id: id, vote_dir: (index % 3) - 1 || 1 })
  })

const comments = (content: Content, writers: Writer[]) =>
  each(writers, (writer, index) => {
    const id = content.posts[spread(index, content.posts.length)]
    return post('/comments', writer, {
      post_id: id,
      content: `Well said, for the ${index}th time.`,
    })
  })

const posts = (writers: Writer[]) =>
  each(writers, (writer, index) =>
    post('/posts', writer, {
      title: `On owning your own square, part ${index}`,
      content: 'A plaza belongs to those who meet on it.'.repeat(10),
      tags: ['neighbourhood', 'benches'],
    })
  )

export const logins = (writers: Writer[]) =>
  writers.map(({ username }): Request => ({
    method: 'POST',
    path: '/login',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password }),
  }))
