import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { refuse, refuseUnreadable, shareAcrossOrigins } from '#http/early_refusals'
import { describeUploads, isAboutUploads } from '#http/tus_headers'
import { lingerBeforeClosing } from '#http/lingering_close'
import { shedding } from '#http/load_shedding'
import { serveFastReads } from '#http/fast_reads'
import { answerFromCache } from '#http/response_cache'
import { requestIdOf } from '#http/request_id'

/** The Node server under AdonisJS. @param handle the request listener of AdonisJS */
export function createNodeServer(handle: RequestListener): Server {
  const read = serveFastReads(settled(shedding(handle)))
  const listener: RequestListener = (request, response) => {
    if (!answerFromCache(request, response)) return read(request, response)
  }
  const options = {
    maxHeaderSize: 16_384,
    connectionsCheckingInterval: 5000,
    // Reads have no body, so Node need not create a stream for it.
    optimizeEmptyRequests: true,
  }
  const server = lingerBeforeClosing(createServer(options, listener))
  server.on('clientError', refuseUnreadable)
  // Ignore unknown expectations (RFC 9110, section 10.1.1). Node would send a 417 without request id.
  return server.on('checkExpectation', listener)
}

/** Sets the request id and the common headers first, so that early refusals have them too. */
export function settled(handle: RequestListener): RequestListener {
  return (request, response) => {
    const id = requestIdOf(request)
    request.headers['x-request-id'] = id
    response.setHeader('X-Request-Id', id)
    // The CORS headers depend on the origin.
    response.setHeader('Vary', 'Origin')
    // The default: without it, caches guess a lifetime.
    response.setHeader('Cache-Control', 'no-store')
    // A request pipelined after a refused one gets no response, so it must have no effect.
    if (request.socket.writableEnded) return
    request.url = withoutTrailingSlash(request.url!)
    const isDescribed = isAboutUploads(request) && describeUploads(request, response)
    if (request.headers.origin !== undefined) {
      shareAcrossOrigins(request, response, () => handle(request, response))
    } else if (isDescribed) response.writeHead(204).end()
    else handle(request, response)
  }
}

/** Cache keys and limits must see one name for a resource. */
function withoutTrailingSlash(url: string): string {
  const query = url.indexOf('?')
  const end = query === -1 ? url.length : query
  let last = end
  while (last > 1 && url[last - 1] === '/') last--
  return last === end ? url : url.slice(0, last) + url.slice(end)
}

export function refuseBadUrl(_: IncomingMessage, response: ServerResponse) {
  refuse('bad_request', response, { detail: 'The path is not valid percent-encoded UTF-8.' })
}
