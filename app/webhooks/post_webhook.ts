import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { filteredLookup, refuseAddressOf } from '#webhooks/address_filter'
import { signatureHeaders } from '#webhooks/signature'
import { readRetryAfter } from '#domain/webhook'
import { version } from '#domain/version'

const TIMEOUT_MS = 15_000

/** The kept part of an answer. */
export const MAX_ANSWER_BYTES = 2048

const keptAlive = { keepAlive: true, maxFreeSockets: 4, lookup: filteredLookup } as object
const agents = { http: new HttpAgent(keptAlive), https: new HttpsAgent(keptAlive) }

export interface Answered {
  /** Null: there was no answer. */
  status: number | null
  answer: string | null
  /** The reason for no answer. */
  failure: string | null
  /** Seconds. */
  retryAfter: number
  durationMs: number
}

interface Message {
  url: string
  id: string
  body: string
  secrets: readonly string[]
}

/** Posts a signed message once. Redirects are not followed. It never throws. */
export async function postWebhook(message: Message, stopping: AbortSignal): Promise<Answered> {
  const start = performance.now()
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const signal = AbortSignal.any([timeout, stopping])
  const rest = () => ({ durationMs: Math.round(performance.now() - start) })
  try {
    const response = await send(message, signal)
    const answer = await beginningOf(response)
    const retryAfter = readRetryAfter(response.headers['retry-after'])
    return { status: response.statusCode!, answer, failure: null, retryAfter, ...rest() }
  } catch (error) {
    const failure = timeout.aborted ? `No answer within ${TIMEOUT_MS / 1000} s` : said(error)
    return { status: null, answer: null, failure, retryAfter: 0, ...rest() }
  }
}

function send({ url: text, id, body, secrets }: Message, signal: AbortSignal) {
  const url = new URL(text)
  refuseAddressOf(url)
  const isSecure = url.protocol === 'https:'
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'User-Agent': `Plaza/${version}`,
    ...signatureHeaders({ id, body, secrets }),
  }
  const options = {
    method: 'POST',
    headers,
    signal,
    agent: isSecure ? agents.https : agents.http,
    lookup: filteredLookup as never,
  }
  return new Promise<IncomingMessage>((resolve, reject) => {
    const sent = (isSecure ? requestHttps : requestHttp)(url, options, resolve)
    sent.on('error', reject)
    sent.end(body)
  })
}

/** An answer that is cut off or endless still has its status. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= MAX_ANSWER_BYTES) break
    }
  } catch {}
  const kept = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES)
  return kept.toString('utf8').replaceAll('\u0000', '\uFFFD')
}

const words: Record<string, string> = {
  ENOTFOUND: 'The name of the server is not known',
  EAI_AGAIN: 'The name of the server can’t be looked up',
  ECONNREFUSED: 'The connection was refused',
  ECONNRESET: 'The connection was cut off',
  EPIPE: 'The connection was cut off',
}

/** The message of an error may hold the address. */
function said(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EREFUSED') return message
  return words[code ?? ''] ?? `The request failed (${code ?? 'unknown'})`
}
