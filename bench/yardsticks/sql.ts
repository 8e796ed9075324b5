import { createServer, type IncomingMessage } from 'node:http'
import { query, transaction } from './database.js'
import { listen } from './listen.js'
import * as statements from './statements.js'
import { asList, asObject, type Sort } from './statements.js'

/** The upper bound without a framework: one statement, whose JSON PostgreSQL builds. */
listen(
  createServer(async (request, response) => {
    try {
      if (request.url === '/') return void response.end()
      const body = request.method === 'GET' ? await read(request) : await write(request)
      if (body === undefined) return void response.writeHead(404).end()
      response.writeHead(request.method === 'GET' || request.url === '/votes' ? 200 : 201, {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': Buffer.byteLength(body),
      })
      response.end(body)
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
)

async function read(request: IncomingMessage): Promise<string | undefined> {
  const [path, search] = request.url!.split('?')
  const [, , id] = path.split('/')
  if (id) return bodyOf('post', asObject(statements.postWithComments), [Number(id)])

  const asked = new URLSearchParams(search)
  const words = asked.get('search')
  if (words) return bodyOf('search', asList(statements.search), [words])
  const viewer = request.headers['x-user-id']
  if (viewer) return bodyOf('my page', asList(statements.pageWithMyVotes), [Number(viewer)])
  const sort = (asked.get('sort') ?? 'new') as Sort
  return bodyOf(`page ${sort}`, asList(statements.page(sort)))
}

async function write(request: IncomingMessage): Promise<string | undefined> {
  const fields = await bodySent(request)
  const author = Number(request.headers['x-user-id'])
  if (request.url === '/votes') return vote(fields, author)
  if (request.url === '/comments') {
    const values = [fields.post_id, author, fields.content]
    return bodyOf('create comment', cte(statements.createComment), values)
  }
  return bodyOf('create post', cte(statements.createPost), [
    author,
    fields.title,
    fields.content,
    fields.tags ?? [],
  ])
}

function vote({ post_id: post, vote_dir: direction }: any, voter: number) {
  return transaction(async (client) => {
    const values = [post, voter, direction]
    await client.query({ name: 'vote', text: statements.castVote, values })
    const { rows } = await client.query({
      name: 'counts',
      text: asObject(statements.countsOf),
      values: [post, direction],
    })
    return rows[0]?.body
  })
}

async function bodyOf(name: string, text: string, values: unknown[] = []) {
  const { rows } = await query(name, text, values)
  return rows[0]?.body as string | undefined
}

/** A CTE that writes must be outermost, so only the last select becomes JSON. */
function cte(statement: string) {
  const last = statement.lastIndexOf('\n  select')
  return `${statement.slice(0, last)} ${asObject(statement.slice(last))}`
}

async function bodySent(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}
