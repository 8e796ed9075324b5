import jwt from '@fastify/jwt'
import Fastify, { type FastifyRequest } from 'fastify'
import { query, transaction } from './database.js'
import * as schemas from './schemas.js'
import * as statements from './statements.js'
import type { Sort } from './statements.js'

/** The common alternative: Fastify with pg, serialised by a schema. */
const app = Fastify({ logger: false, keepAliveTimeout: 65_000 })

// Plaza's key and claims, so that both verify the same tokens.
const [, secret] = process.env.JWT_KEYS!.split(':')
const appUrl = process.env.APP_URL!
await app.register(jwt, {
  secret,
  verify: { algorithms: ['HS256'], allowedIss: appUrl, allowedAud: appUrl },
})

async function userOf(request: FastifyRequest): Promise<number> {
  const { sub } = await request.jwtVerify<{ sub: string }>()
  return Number(sub)
}

app.get('/', async () => '')

type Vote = { post_id: number; vote_dir: number }
type Comment = { post_id: number; content: string }
type Post = { title: string; content: string; tags: string[] }
type Asked = { Querystring: { search?: string; sort?: Sort } }

app.get<Asked>('/posts', { schema: schemas.page }, async (request) => {
  const { search, sort = 'new' } = request.query
  const viewer = request.headers.authorization && (await userOf(request))
  const { rows } = search
    ? await query('search', statements.search, [search])
    : viewer
      ? await query('my page', statements.pageWithMyVotes, [viewer])
      : await query(`page ${sort}`, statements.page(sort))
  return rows
})

app.get<{ Params: { id: number } }>('/posts/:id', { schema: schemas.post }, async (request) => {
  const { id } = request.params
  const { rows } = await query('post', statements.postWithComments, [id])
  return rows[0]
})

app.post('/votes', { schema: schemas.vote }, async (request) => {
  const { post_id: post, vote_dir: direction } = request.body as Vote
  const values = [post, await userOf(request), direction]
  return transaction(async (client) => {
    await client.query({ name: 'vote', text: statements.castVote, values })
    const counts = { name: 'counts', text: statements.countsOf, values: [post, direction] }
    return (await client.query(counts)).rows[0]
  })
})

app.post('/comments', { schema: schemas.comment }, async (request, reply) => {
  const { post_id: post, content } = request.body as Comment
  const author = await userOf(request)
  const { rows } = await query('create comment', statements.createComment, [post, author, content])
  return reply.code(201).send(rows[0])
})

app.post('/posts', { schema: schemas.newPost }, async (request, reply) => {
  const { title, content, tags } = request.body as Post
  const author = await userOf(request)
  const { rows } = await query('create post', statements.createPost, [author, title, content, tags])
  return reply.code(201).send(rows[0])
})

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
process.once('disconnect', () => process.exit())
process.once('SIGTERM', () => process.exit())
