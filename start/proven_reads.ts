import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { LRUCache } from 'lru-cache'
import NotFoundException from '#exceptions/not_found_exception'
import type { Document } from '#queries/document'
import type { Account } from '#queries/users/account_state'
import { headOf, type Asked } from '#start/document_head'
import { completed } from '#start/request_log'
import { isOpenRead, shelve } from '#start/shelf'
import { isNamedBy } from '#support/etag'
import { overload } from '#support/overload'
import { requestIdOf } from '#support/request_id'

/** What a controller shows to whoever asks; null is somebody unknown. */
export type Read = (viewer: Account | null) => Promise<Document>

/** A read that AdonisJS has answered: of its URL nothing has to be checked again. */
interface ProvenRead {
  read: Read
  route: string
  asked: Asked
}

/**
 * The reads that are proven, by URL.
 *
 * What AdonisJS does for a read is to route it and to check what is in its URL, which comes out the
 * same each time. So it does that once, and from then on the controller's own read is run from here.
 * What is not plain, and what fails, takes the long way.
 */
const proven = new LRUCache<string, ProvenRead>({
  maxSize: 4_000_000,
  sizeCalculation: (_, url) => 2 * url.length + overhead,
})

/** Bytes beside the URL, about. */
const overhead = 500

/** What failed here is not tried again on the long way, where it is answered. */
const failures = new WeakMap<IncomingMessage, unknown>()

type FindAccount = (authorization: string) => Promise<Account>

let accountBehind: FindAccount

/** How it knows who asks, by `Authorization`; set before the first read is proven. */
export function knowAccountsBy(find: FindAccount) {
  accountBehind = find
}

/** Runs a read within AdonisJS. */
export async function readOnce(
  request: IncomingMessage,
  read: Read,
  viewer: Account | null
): Promise<Document> {
  if (failures.has(request)) throw failures.get(request)
  return read(viewer)
}

/** Keeps a read that AdonisJS has answered. */
export function prove(request: IncomingMessage, read: ProvenRead): void {
  proven.set(request.url!, read)
}

/**
 * Answers what is proven, as long as this process keeps up.
 *
 * @param handle answers all else
 */
export function readingProven(handle: RequestListener): RequestListener {
  return (request, response) => {
    const read = proven.get(request.url!)
    const isOpen = read && isOpenRead(request) && !overload.gates.event_loop.isClosed
    if (!isOpen) return handle(request, response)
    return answer(read, request, response, handle)
  }
}

async function answer(
  { read, route, asked }: ProvenRead,
  request: IncomingMessage,
  response: ServerResponse,
  handle: RequestListener
) {
  const start = performance.now()
  const { authorization } = request.headers
  let account: Account | null = null
  let document: Document
  try {
    if (authorization !== undefined) account = await accountBehind(authorization)
    document = await read(account)
  } catch (error) {
    failures.set(request, error)
    // From now on it takes the way of what never was, and as long.
    if (error instanceof NotFoundException) proven.delete(request.url!)
    return handle(request, response)
  }

  const id = requestIdOf(request)
  const head = headOf(document, asked)
  if (!account) shelve(request, { document, route, head })
  head.push('X-Request-Id', id)
  const status = send(document, head, request, response)
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
  { body, etag }: Document,
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
