import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { Refusal } from '#cli/moving/import/pictures/refusal'
import { keepStream } from '#media/keep_stream'
import type { Measured } from '#media/measure_stream'
import { filteredLookup, refuseAddressOf } from '#webhooks/address_filter'
import { MAX_UPLOAD_BYTES } from '#domain/media'
import { version } from '#domain/version'

/** Of one picture, redirects included. */
const TIMEOUT_MS = 30_000

const MAX_REDIRECTS = 5

const options = {
  keepAlive: true,
  maxSockets: 4,
  maxFreeSockets: 4,
  lookup: filteredLookup,
} as object
const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) }

/**
 * Streams what is at an address to a key of the storage. Each server that it calls passes the filter of webhooks, at
 * the socket too.
 * @throws Refusal
 */
export async function download(address: string, key: string, stop: AbortSignal): Promise<Measured> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const signal = AbortSignal.any([timeout, stop])
  try {
    const response = await follow(new URL(address), signal)
    return await keepStream(bounded(response), key)
  } catch (error) {
    if (timeout.aborted) throw new Refusal(`it did not come within ${TIMEOUT_MS / 1000} s`)
    throw error instanceof Refusal ? error : explained(error as NodeJS.ErrnoException)
  }
}

async function follow(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  let at = url
  for (let count = 0; count <= MAX_REDIRECTS; count++) {
    const response = await get(at, signal)
    const { statusCode = 0, headers } = response
    if (statusCode === 200) return sized(response)
    response.destroy()
    const isRedirect = statusCode > 300 && statusCode < 400 && headers.location !== undefined
    if (!isRedirect) throw new Refusal(`its server answered ${statusCode}`)
    if (!URL.canParse(headers.location!, at.href)) throw new Refusal('it leads to no address')
    at = new URL(headers.location!, at)
  }
  throw new Refusal(`it is redirected more than ${MAX_REDIRECTS} times`)
}

function get(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new Refusal('it is no plain address of the Web')
  }
  refuseAddressOf(url)
  const isSecure = url.protocol === 'https:'
  const asked = {
    signal,
    agent: isSecure ? agents.https : agents.http,
    lookup: filteredLookup as never,
    headers: { 'Accept': 'image/*', 'User-Agent': `Plaza/${version}` },
  }
  return new Promise((resolve, reject) => {
    const sent = (isSecure ? requestHttps : requestHttp)(url, asked, resolve)
    sent.on('error', reject)
    sent.end()
  })
}

function sized(response: IncomingMessage): IncomingMessage {
  if (Number(response.headers['content-length'] ?? 0) <= MAX_UPLOAD_BYTES) return response
  response.destroy()
  throw tooLarge()
}

async function* bounded(response: IncomingMessage) {
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_UPLOAD_BYTES) throw tooLarge()
    yield chunk
  }
}

const tooLarge = () => new Refusal(`it is larger than ${MAX_UPLOAD_BYTES / 1024 ** 2} MB`)

const words: Record<string, string> = {
  ENOTFOUND: 'the name of its server is not known',
  EAI_AGAIN: 'the name of its server can’t be looked up',
  ECONNREFUSED: 'its server refused the connection',
  ECONNRESET: 'the connection was cut off',
}

/** Failures of the network are of this picture alone; others end the import. */
function explained(error: NodeJS.ErrnoException): Error {
  const { code = '', message } = error
  if (code === 'EREFUSED') return new Refusal(message)
  if (code in words) return new Refusal(words[code])
  return code.startsWith('E_CANNOT_') || error.name === 'AbortError'
    ? error
    : new Refusal(`the request failed (${code || error.name})`)
}
