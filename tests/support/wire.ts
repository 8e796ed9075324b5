import {
  request,
  type Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
  json: any
}

interface Sent {
  method?: string
  headers?: OutgoingHttpHeaders
  /** A list is sent in chunks, without a length. */
  body?: string | Buffer | Iterable<string | Buffer>
  /** The port of a local server; the default is the one of the run. */
  port?: number
  /** The agent that provides connections; without one each request has its own. */
  agent?: Agent
}

const origin = (port = Number(process.env.PORT)) => ({ host: '127.0.0.1', port })

const isJson = ({ headers }: IncomingMessage) => /json/.test(headers['content-type'] ?? '')

/** Sends a request unchanged, where a client would correct or refuse it. Fails if no answer comes. */
export function send(
  path: string,
  { method = 'GET', headers = {}, body, port, agent }: Sent = {}
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Without a length, Node sends the body of a DELETE as if it were another request.
    const length = typeof body === 'string' && { 'Content-Length': Buffer.byteLength(body) }
    const sentHeaders = { ...length, ...headers }
    const options = { path, method, headers: sentHeaders, agent: agent ?? false, timeout: 10_000 }
    const sent = request({ ...origin(port), ...options })
    sent.on('response', async (response) => {
      const received = await text(response).catch(reject)
      if (typeof received !== 'string') return
      resolve({
        status: response.statusCode!,
        headers: response.headers,
        body: received,
        json: received && isJson(response) ? JSON.parse(received) : null,
      })
    })
    sent.on('timeout', () => sent.destroy(new Error('No answer came')))
    sent.on('error', reject)
    if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) sent.end(body)
    else {
      for (const chunk of body) sent.write(chunk)
      sent.end()
    }
  })
}

/** Sends bytes that may not be HTTP, and returns the answer until the connection ends. */
export async function sendBytes(bytes: string, port?: number): Promise<string> {
  const socket = connect(origin(port))
  socket.setTimeout(10_000, () => socket.destroy(new Error('No answer came')))
  socket.write(bytes)
  return text(socket)
}
