import { createServer } from 'node:http'
import { answers, headersOf304 } from './answers.js'
import { listen } from './listen.js'

/** The upper bound of Node: Plaza's bytes from memory. */
const kept = new Map(
  [...answers].map(([path, answer]) => [
    path,
    { ...answer, headersOf304: headersOf304(answer), body: Buffer.from(answer.body) },
  ])
)

listen(
  createServer((request, response) => {
    const answer = kept.get(request.url!)
    if (!answer) response.writeHead(request.url === '/' ? 200 : 404).end()
    else if (request.headers['if-none-match'] === answer.etag) {
      response.writeHead(304, answer.headersOf304).end()
    } else response.writeHead(answer.status, answer.headers).end(answer.body)
  })
)
