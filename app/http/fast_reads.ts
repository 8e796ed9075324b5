import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { LRUCache } from 'lru-cache'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import type { Account } from '#domain/account'
import { headOf, type Asked } from '#http/response_head'
import { completed } from '#observability/request_log'
import { isOpenRead, cacheResponse } from '#http/response_cache'
import { isNamedBy } from '#http/entity_tag'
import { overload } from '#observability/overload'
import { requestIdOf } from '#http/request_id'

/** What a controller shows to whoever asks; null is somebody unknown. */
export type Read = (viewer: Account | null) => Promise<JsonResponse>

/** A read that AdonisJS has answered: of its URL nothing has to be checked again. */
interface FastRead {
  read: Read
  route: string
  asked: Asked
}

/**
 * The reads that are reads, by URL.
 *
 * What AdonisJS does for a read is to route it and to check what is in its URL, which comes out the
 * same each time. So it does that once, and from then on the controller's own read is run from here.
 * What is not plain, and what fails, takes the long way.
 */
const reads = new LRUCache<string, FastRead>({
  maxSize: 4_000_000,
  sizeCalculation: (_, url) => 2 * url.length + overhead,
})

/** Bytes beside the URL, about. */
const overhead = 500

/** What failed here is not tried again on the long way, where it is answered. */
const failures = new WeakMap<IncomingMessage, unknown>()

type FindAccount = (authorization: string) => Promise<Account>

let accountBehind: FindAccount

/** How it knows who asks, by `Authorization`; set before the first read is reads. */
export function findAccountsBy(find: FindAccount) {
  accountBehind = find
}

/** Runs a read within AdonisJS. */
export async function runRead(
  request: IncomingMessage,
  read: Read,
  viewer: Account | null
): Promise<JsonResponse> {
  if (failures.has(request)) throw failures.get(request)
  return read(viewer)
}

/** Keeps a read that AdonisJS has answered. */
export function registerRead(request: IncomingMessage, read: FastRead): void {
  reads.set(request.url!, read)
}

/**
 * Answers what is reads, as long as this process keeps up.
 *
 * @param handle answers all else
 */
export function serveFastReads(handle: RequestListener): RequestListener {
  return (request, response) => {
    const read = reads.get(request.url!)
    const isOpen = read && isOpenRead(request) && !overload.gates.event_loop.isClosed
    if (!isOpen) return handle(request, response)
    return answer(read, request, response, handle)
  }
}

async function answer(
  { read, route, asked }: FastRead,
  request: IncomingMessage,
  response: ServerResponse,
  handle: RequestListener
) {
  const start = performance.now()
  const { authorization } = request.headers
  let account: Account | null = null
  let json: JsonResponse
  try {
    if (authorization !== undefined) account = await accountBehind(authorization)
    json = await read(account)
  } catch (error) {
    failures.set(request, error)
    // From now on it takes the way of what never was, and as long.
    if (error instanceof NotFoundException) reads.delete(request.url!)
    return handle(request, response)
  }

  const id = requestIdOf(request)
  const head = headOf(json, asked)
  if (!account) cacheResponse(request, { json, route, head })
  head.push('X-Request-Id', id)
  const status = send(json, head, request, response)
  completed({
    id,
    method: request.method!,
    url: request.url!,
    route,
    status,
    elapsed: (performance.now() - start) / 1000,
    accountId: account?.id,
  })
}

function send(
  { body, etag }: JsonResponse,
  head: string[],
  request: IncomingMessage,
  response: ServerResponse
) {
  const known = request.headers['if-none-match']
  if (known !== undefined && isNamedBy(known, etag)) {
    response.writeHead(304, head).end()
    return 304
  }
  head.push('Content-Type', 'application/json; charset=utf-8')
  head.push('Content-Length', String(Buffer.byteLength(body)))
  response.writeHead(200, head).end(body)
  return 200
}
