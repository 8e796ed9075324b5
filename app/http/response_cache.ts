import type { IncomingMessage, ServerResponse } from 'node:http'
import { LRUCache } from 'lru-cache'
import cache from '#cache/cache'
import type { JsonResponse } from '#http/json_response'
import { completed } from '#observability/request_log'
import { isNamedBy } from '#http/entity_tag'
import { localOperatorOf } from '#http/local_operator'
import { PreparedHead } from '#http/prepared_head'
import { cacheReads } from '#observability/metrics'
import { requestIdOf } from '#http/request_id'
import { headOf, type Asked } from '#http/response_head'

/** An answer that was given to somebody unknown, ready to be given again. */
interface CachedResponse {
  json: JsonResponse
  /** The bytes: a text would be copied for each request, to be sent in one piece with the head. */
  body: Buffer
  route: string
  head: PreparedHead
  /** For a client that has the body. */
  headOf304: PreparedHead
}

/**
 * The answers that can be taken from here, by URL.
 *
 * Most of what a public read costs is the way through the framework to a JSON response that the cache
 * holds anyway. So AdonisJS answers it once, and as long as the cache would give that very response
 * again, the same bytes are sent from under AdonisJS. Nothing is decided here: whatever is not plain
 * takes the long way.
 */
const responses = new LRUCache<string, CachedResponse>({
  maxSize: 16_000_000,
  sizeCalculation: ({ body }) => body.length + overhead,
})

/** Bytes beside the body, about. */
const overhead = 1000

/** Keeps the answer to a fast read, if it may be given to anybody who asks for the same URL. */
export function cacheResponse(
  request: IncomingMessage,
  { json, route, asked }: { json: JsonResponse; route: string; asked: Asked }
): void {
  if (!isPlain(request) || !cache.keeps(json)) return
  const head = headOf(json, asked)
  const body = Buffer.from(json.body)
  responses.set(request.url!, {
    json,
    body,
    route,
    head: new PreparedHead(200, [...head, ...contentHead, String(body.length)]),
    headOf304: new PreparedHead(304, head),
  })
}

const contentHead = ['Content-Type', 'application/json; charset=utf-8', 'Content-Length']

/**
 * Answers a request from the responses.
 *
 * @returns whether that was possible
 */
export function answerFromCache(request: IncomingMessage, response: ServerResponse): boolean {
  const start = performance.now()
  const finished = responses.get(request.url!)
  if (!finished || !isPlain(request) || !cache.keeps(finished.json)) return false

  cacheReads.memory++
  const { json, body, route } = finished
  const id = requestIdOf(request)
  const known = request.headers['if-none-match']
  const status = known !== undefined && isNamedBy(known, json.etag) ? 304 : 200
  if (status === 304) {
    finished.headOf304.write(request, response, id)
    response.end()
  } else {
    finished.head.write(request, response, id)
    response.end(body)
  }

  completed({
    id,
    method: request.method!,
    url: request.url!,
    route,
    status,
    elapsed: (performance.now() - start) / 1000,
  })
  return true
}

/** Whether it is a read whose answer depends on its URL alone, by somebody unknown. */
const isPlain = (request: IncomingMessage): boolean =>
  request.headers.authorization === undefined && isOpenRead(request)

/** Whether it is a read over the network, by no script of another origin. */
export function isOpenRead(request: IncomingMessage): boolean {
  const { method, headers } = request
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers.origin === undefined &&
    localOperatorOf(request) === undefined
  )
}
