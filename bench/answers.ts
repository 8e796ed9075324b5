import { createHash } from 'node:crypto'
import { get } from 'node:http'
import type { Answer } from './yardsticks/answers.js'
import type { Server } from './server.js'
import type { Workload } from './workloads.js'
import type { Request } from './wrk.js'

const COMPARED_REQUESTS = 5

const NODE_HEADERS = new Set(['date', 'connection', 'keep-alive'])

export function record(server: Server, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(server.url(path), { agent: false }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve({
        status: response.statusCode!,
        headers: pairs(response.rawHeaders)
          .filter(([name]) => !NODE_HEADERS.has(name.toLowerCase()))
          .flat(),
        body: Buffer.concat(chunks).toString(),
        etag: response.headers.etag!,
      })
    }).once('error', reject)
  })
}

function pairs(flat: string[]): string[][] {
  return flat.flatMap((name, index) => (index % 2 ? [] : [[name, flat[index + 1]]]))
}

/**
 * Checks that servers answer alike; of writes only the shape, since each writes its own row. @throws
 * Error
 */
export async function compare({ name, requests }: Workload, servers: Server[]): Promise<void> {
  for (const request of requests.slice(0, COMPARED_REQUESTS)) {
    const [first, ...others] = await Promise.all(servers.map((server) => digest(server, request)))
    for (const [index, other] of others.entries()) {
      if (first === other) continue
      const [subject, yardstick] = [servers[0].name, servers[index + 1].name]
      throw new Error(
        `${name}: ${subject} and ${yardstick} differ in ${request.path}:\n  ${first}\n  ${other}`
      )
    }
  }
}

async function digest(server: Server, { method, path, headers, body }: Request): Promise<string> {
  const answer = await fetch(server.url(path), { method, headers, body })
  const text = await answer.text()
  if (answer.status >= 400) return `${server.name} answers ${answer.status}: ${text.slice(0, 500)}`
  const content = text && (method === 'GET' ? text : JSON.stringify(JSON.parse(text), shape))
  const plain = content && JSON.stringify(JSON.parse(content), normalise)
  return `${answer.status} ${createHash('sha256').update(plain).digest('hex')} (${plain.length} bytes)`
}

function normalise(_: string, value: unknown): unknown {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)$/.test(value)) {
    return new Date(value).toISOString()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What differs from one write to the next is left out. */
function shape(name: string, value: unknown): unknown {
  const isOwn = /(^|_)(id|at|count|slug)$|votes$/.test(name)
  return isOwn && value !== null ? name : value
}
