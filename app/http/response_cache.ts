import type { IncomingMessage, ServerResponse } from 'node:http'
import { LRUCache } from 'lru-cache'
import cache from '#cache/cache'
import { bytesOf, contentTypeOf, type JsonResponse } from '#http/json_response'
import { completed } from '#observability/request_log'
import { isNamedBy } from '#http/entity_tag'
import { localOperatorOf } from '#http/local_operator'
import { PreparedHead } from '#http/prepared_head'
import { cacheReads } from '#observability/metrics'
import { requestIdOf } from '#http/request_id'
import { headOf, type Asked } from '#http/response_head'

interface CachedResponse {
  json: JsonResponse
  /** A Buffer: Node would copy a string for each request. */
  body: Buffer
  route: string
  head: PreparedHead
  headOf304: PreparedHead
}

/** Responses to visitors, by URL, while the data cache would give the same response (docs/architecture.md). */
const responses = new LRUCache<string, CachedResponse>({
  maxSize: 16_000_000,
  sizeCalculation: ({ body }) => body.length + OVERHEAD_BYTES,
})

/** An estimate of the bytes per entry, without the body. */
const OVERHEAD_BYTES = 1000

export function cacheResponse(
  request: IncomingMessage,
  { json, route, asked }: { json: JsonResponse; route: string; asked: Asked }
): void {
  if (!isPlain(request) || !cache.keeps(json)) return
  const head = headOf(json, asked)
  const body = bytesOf(json)
  responses.set(request.url!, {
    json,
    body,
    route,
    head: new PreparedHead(200, [...head, ...contentHeadOf(json), String(body.length)]),
    headOf304: new PreparedHead(304, head),
  })
}

const contentHeadOf = (json: JsonResponse) => [
  'Content-Type',
  contentTypeOf(json),
  'Content-Length',
]

/** Answers a request from the cache. @returns whether it was a hit */
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

const isPlain = (request: IncomingMessage): boolean =>
  request.headers.authorization === undefined && isOpenRead(request)

/** Whether it is a read over the network, without `Origin`. */
export function isOpenRead(request: IncomingMessage): boolean {
  const { method, headers } = request
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers.origin === undefined &&
    localOperatorOf(request) === undefined
  )
}
