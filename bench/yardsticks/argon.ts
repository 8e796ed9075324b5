import { createServer } from 'node:http'
import argon2 from 'argon2'
import { listen } from './listen.js'

/** The upper bound of a login: the hash alone, at its cost in production, on the thread pool. */
const cost = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const stored = await argon2.hash('correct horse battery', cost)

listen(
  createServer(async (request, response) => {
    const isProved = request.url === '/' || (await argon2.verify(stored, 'correct horse battery'))
    response.end(String(isProved))
  })
)
