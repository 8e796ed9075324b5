import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { HttpContext } from '@adonisjs/core/http'
import type { RouteJSON } from '@adonisjs/core/types/http'
import type { VineValidator } from '@vinejs/vine'
import type { Infer } from '@vinejs/vine/types'
import { LRUCache } from 'lru-cache'
import NotFoundException from '#exceptions/not_found_exception'
import type { Account } from '#domain/account'
import type { Actor } from '#domain/roles'
import { bytesOf, contentTypeOf, type JsonResponse } from '#http/json_response'
import { headOf, type Asked } from '#http/response_head'
import { isNamedBy } from '#http/entity_tag'
import { requestIdOf } from '#http/request_id'
import { isOpenRead, cacheResponse } from '#http/response_cache'
import { overload } from '#observability/overload'
import { completed } from '#observability/request_log'

type Validator = VineValidator<any, any>
type Checked<V> = V extends Validator ? Readonly<Infer<V>> : undefined

export interface UrlValidators {
  path?: Validator
  query?: Validator
}

export interface Url<V extends UrlValidators = UrlValidators> {
  readonly path: Checked<V['path']>
  readonly query: Checked<V['query']>
}

/** Answers by URL and viewer alone. @param viewer null without a token */
export type Show<V extends UrlValidators> = (
  url: Url<V>,
  viewer: Actor | null
) => Promise<JsonResponse>

/** An action for a `.fast()` route. Known URLs skip AdonisJS (docs/architecture.md), so it sees only URL and viewer. */
export function fastRead<V extends UrlValidators>(validators: V, show: Show<V>) {
  const action = async (ctx: HttpContext) => {
    const { auth, request, response, route } = ctx
    const url = await request.validateUrl(validators)
    const viewer = await auth.use('jwt').viewer()
    const failure = failures.get(request.request)
    if (failure) throw failure.error
    const json = await show(url, viewer)
    response.sendJson(json)
    if (!isFast(route!)) return
    const asked = { path: request.url(), filters: url.query }
    reads.set(request.request.url!, { show, url, route: route!.pattern, asked })
    cacheResponse(request.request, { json, route: route!.pattern, asked })
  }
  actions.add(action)
  return action
}

const actions = new WeakSet<object>()

const fastHandlers = new WeakSet<object>()

export function declareFast(route: { getHandler(): RouteJSON['handler'] }) {
  fastHandlers.add(route.getHandler())
}

export const isFast = ({ handler }: Pick<RouteJSON, 'handler'>) => fastHandlers.has(handler)

/** Refuses a fast route that depends on more than URL and viewer. @param global middleware @throws Error */
export function checkFastRoutes(routes: RouteJSON[], global: readonly object[]): void {
  for (const route of routes.filter(isFast)) {
    const { domain, methods, middleware, name, pattern } = route
    const refuse = (why: string) => {
      throw new Error(`The route ${name ?? pattern} can't be fast: ${why}.`)
    }
    if (methods.some((method) => method !== 'GET' && method !== 'HEAD')) refuse('it is no read')
    if (domain !== 'root') refuse('it depends on the domain')
    const skipped = [...global, ...middleware.all()].map(
      (one) => ('name' in one && one.name) || 'a function'
    )
    if (skipped.length > 0) refuse(`fast reads skip its middleware (${skipped.join(', ')})`)
  }
}

/** Refuses an action of a fast route that could see the request. @throws Error */
export function checkFastAction(
  { name, pattern }: Pick<RouteJSON, 'name' | 'pattern'>,
  action: object
) {
  if (actions.has(action)) return
  throw new Error(`The route ${name ?? pattern} can't be fast: its action is not made by fastRead.`)
}

interface FastRead {
  show: Show<any>
  url: Url<any>
  route: string
  asked: Asked
}

/** An estimate of the memory per entry, without the URL. */
const OVERHEAD_BYTES = 500

const reads = new LRUCache<string, FastRead>({
  maxSize: 4_000_000,
  sizeCalculation: (_, url) => 2 * url.length + OVERHEAD_BYTES,
})

/** AdonisJS renders these errors without a second try. */
const failures = new WeakMap<IncomingMessage, { error: unknown }>()

type FindReader = (request: IncomingMessage) => Promise<Account>

let readerBehind: FindReader

/** Sets the function that finds the account of a read with a token. Call it before the first read. */
export function findReadersBy(find: FindReader) {
  readerBehind = find
}

/** Answers known reads while the process is not overloaded. @param handle answers all other requests */
export function serveFastReads(handle: RequestListener): RequestListener {
  return (request, response) => {
    const read = reads.get(request.url!)
    const isOpen = read && isOpenRead(request) && !overload.gates.event_loop.isClosed
    if (!isOpen) return handle(request, response)
    return answer(read, request, response, handle)
  }
}

async function answer(
  { show, url, route, asked }: FastRead,
  request: IncomingMessage,
  response: ServerResponse,
  handle: RequestListener
) {
  const start = performance.now()
  let account: Account | null = null
  let json: JsonResponse
  try {
    if (request.headers.authorization !== undefined) account = await readerBehind(request)
    json = await show(url, account)
  } catch (error) {
    failures.set(request, { error })
    // A deleted resource must take as long as one that never existed.
    if (error instanceof NotFoundException) reads.delete(request.url!)
    return handle(request, response)
  }

  const id = requestIdOf(request)
  if (!account) cacheResponse(request, { json, route, asked })
  const status = send(json, ['X-Request-Id', id, ...headOf(json, asked)], request, response)
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
  json: JsonResponse,
  head: string[],
  request: IncomingMessage,
  response: ServerResponse
) {
  const known = request.headers['if-none-match']
  if (known !== undefined && isNamedBy(known, json.etag)) {
    response.writeHead(304, head).end()
    return 304
  }
  head.push('Content-Type', contentTypeOf(json))
  const body = bytesOf(json)
  head.push('Content-Length', String(body.length))
  response.writeHead(200, head).end(body)
  return 200
}
