import { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import app from '@adonisjs/core/services/app'
import cors, { type CorsOptions } from 'cors'
import { problem } from '#exceptions/problem'
import type { ProblemCode } from '#exceptions/problems'
import { requestIdOf } from '#http/request_id'
import { isAboutUploads, tusAnswerHeaders, tusRequestHeaders } from '#http/tus_headers'

export const shareAcrossOrigins: Share = (...request) => (share ??= makeShare())(...request)

const makeShare = () => cors((request, use) => use(null, optionsFor(request as IncomingMessage)))

/** Each header has a cost, so those of uploads in parts are named there alone. */
function optionsFor(request: IncomingMessage): CorsOptions {
  const options = app.config.get<CorsOptions>('cors')
  if (!isAboutUploads(request)) return options
  const { allowedHeaders, exposedHeaders } = options
  return {
    ...options,
    allowedHeaders: [allowedHeaders!, tusRequestHeaders].flat(),
    exposedHeaders: [exposedHeaders!, tusAnswerHeaders].flat(),
  }
}

type Share = ReturnType<typeof cors>

let share: Share | undefined

interface Refusal {
  detail?: string
  headers?: Record<string, string>
}

/** Sends the problem document that AdonisJS would send, from outside of it. */
export function refuse(
  code: ProblemCode,
  response: ServerResponse,
  { detail, headers }: Refusal = {}
): void {
  const document = problem(code, String(response.getHeader('X-Request-Id')), { detail })
  response.writeHead(document.status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    ...headers,
  })
  response.end(JSON.stringify(document))
}

interface ClientError extends Error {
  code?: string
  rawPacket?: Buffer
}

/** By error code of Node's parser. All others are a bad request. */
const refusals: Record<string, ProblemCode> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'payload_too_large',
}

/** Node reports one error for each further chunk. */
const answered = new WeakSet<Socket>()

/** Sends a problem document for an unreadable request. Node would send only a status. */
export function refuseUnreadable({ code = '', rawPacket }: ClientError, socket: Socket): void {
  if (answered.has(socket)) return
  answered.add(socket)
  if (!socket.writable || code === 'ECONNRESET') return void socket.destroy()
  const underway = answerUnderway(socket)
  if (underway && (underway.req.complete || underway.headersSent)) {
    return void underway.once('finish', () => socket.destroySoon())
  }
  // Discard the response of the request whose body is unreadable.
  underway?.detachSocket(socket)

  const request = new IncomingMessage(socket)
  request.headers.origin = originIn(rawPacket)
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.on('finish', () => socket.destroySoon())
  response.assignSocket(socket)
  response.setHeader('X-Request-Id', requestIdOf(request))
  response.setHeader('Vary', 'Origin')
  const answer = () => refuse(refusals[code] ?? 'bad_request', response)
  if (request.headers.origin) shareAcrossOrigins(request, response, answer)
  else answer()
}

/** A response that the connection already sends. A second one would crash the process. */
const answerUnderway = (socket: Socket) =>
  (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined

const originIn = (packet: Buffer | undefined) =>
  /^origin: *([\x21-\x7e]{1,255}) *\r?$/im.exec(packet?.toString('latin1') ?? '')?.[1]
