import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { refuse, refuseUnreadable, shareAcrossOrigins } from '#http/early_refusals'
import { lingerBeforeClosing } from '#http/lingering_close'
import { shedding } from '#http/load_shedding'
import { serveFastReads } from '#http/fast_reads'
import { answerFromCache } from '#http/response_cache'
import { requestIdOf } from '#http/request_id'

/**
 * The Node server under AdonisJS.
 *
 * @param handle the request listener of AdonisJS
 */
export function createNodeServer(handle: RequestListener): Server {
  const read = serveFastReads(settled(shedding(handle)))
  const listener: RequestListener = (request, response) => {
    if (!answerFromCache(request, response)) return read(request, response)
  }
  const options = {
    maxHeaderSize: 16_384,
    connectionsCheckingInterval: 5000,
    // A read has no body, and so needs no stream that says at once that it ends.
    optimizeEmptyRequests: true,
  }
  const server = lingerBeforeClosing(createServer(options, listener))
  server.on('clientError', refuseUnreadable)
  // What a client expects beside 100-continue is left aside (RFC 9110, 10.1.1), as Nginx does it;
  // Node would answer 417 on its own, without the id and the words of all other answers.
  return server.on('checkExpectation', listener)
}

/**
 * Settles the id of each request, and what every answer depends on, before anything else runs: so
 * that refusals of the framework carry it too.
 */
export function settled(handle: RequestListener): RequestListener {
  return (request, response) => {
    const id = requestIdOf(request)
    request.headers['x-request-id'] = id
    response.setHeader('X-Request-Id', id)
    // Only who names an origin is told what that may read: nobody else's copy is for them.
    response.setHeader('Vary', 'Origin')
    // Whoever knows better says so: of what says nothing, a cache would guess how long it may keep it.
    response.setHeader('Cache-Control', 'no-store')
    // What follows a refusal on its connection is never answered, so it must not happen either.
    if (request.socket.writableEnded) return
    request.url = withoutTrailingSlash(request.url!)
    if (request.headers.origin === undefined) return handle(request, response)
    shareAcrossOrigins(request, response, () => handle(request, response))
  }
}

/** A trailing slash names the same resource, for keys and limits too. */
function withoutTrailingSlash(url: string): string {
  const query = url.indexOf('?')
  const end = query === -1 ? url.length : query
  let last = end
  while (last > 1 && url[last - 1] === '/') last--
  return last === end ? url : url.slice(0, last) + url.slice(end)
}

/** Answers a request whose path is not valid percent-encoded UTF-8. */
export function refuseBadUrl(_: IncomingMessage, response: ServerResponse) {
  refuse('bad_request', response, { detail: 'The path is not valid percent-encoded UTF-8.' })
}
