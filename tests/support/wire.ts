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
  /** In chunks of unknown length when it is a list. */
  body?: string | Buffer | Iterable<string | Buffer>
  /** Of a server of this machine; that of the run unless another is given. */
  port?: number
  /** Whose connections are taken; without one each request has its own. */
  agent?: Agent
}

const origin = (port = Number(process.env.PORT)) => ({ host: '127.0.0.1', port })

const isJson = ({ headers }: IncomingMessage) => /json/.test(headers['content-type'] ?? '')

/** Sends a request as it is, where a client would mend or refuse it; fails when no answer comes. */
export function send(
  path: string,
  { method = 'GET', headers = {}, body, port, agent }: Sent = {}
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Without a word on its length Node sends the body of a DELETE as if it were another request.
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

/** Sends bytes that need not be HTTP, and gives what comes back until the connection ends. */
export async function sendBytes(bytes: string, port?: number): Promise<string> {
  const socket = connect(origin(port))
  socket.setTimeout(10_000, () => socket.destroy(new Error('No answer came')))
  socket.write(bytes)
  return text(socket)
}
