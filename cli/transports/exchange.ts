import * as http from 'node:http'
import { explainFetchError, readBody, secondsIn } from '#cli/transports/no_response'
import {
  pathWithQuery,
  type TransportResponse,
  type TransportRequest,
} from '#cli/transports/transport'
import { Failure, failureOf, type ProblemDocument } from '#cli/failure'

const RESPONSE_TIMEOUT_MS = 30_000

const json = { 'Content-Type': 'application/json' }

/** Sends one request, without signing in. @throws NoResponse if no response of Plaza comes */
export async function exchange(
  server: string,
  method: string,
  path: string,
  { query, body, headers }: TransportRequest = {},
  signal?: AbortSignal
): Promise<TransportResponse> {
  const timeout = AbortSignal.timeout(RESPONSE_TIMEOUT_MS)
  try {
    const response = await fetch(server + pathWithQuery(path, query), {
      method,
      headers: { Accept: 'application/json', ...(body && json), ...headers },
      body: body && JSON.stringify(body),
      // A token must not follow a redirect to another server.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    })
    const answered = readBody(server, response, await response.text())
    const { status } = response
    return { status, headers: Object.fromEntries(response.headers), body: answered }
  } catch (error) {
    throw error instanceof Failure ? error : explainFetchError(server, error)
  }
}

/** @throws Failure for an error status */
export function accept(answer: TransportResponse): TransportResponse {
  if (answer.status < 400) return answer
  const { status } = answer
  const unknown = { type: 'about:blank', title: `The server answered ${status}`, code: 'unknown' }
  const seconds = secondsIn(answer.headers['retry-after'])
  throw failureOf({
    ...unknown,
    status,
    ...(answer.body as ProblemDocument | null),
    ...(seconds !== undefined && { retry_after: seconds }),
  })
}

/** Normalises a server's URL. @throws Failure for an invalid one */
export function serverAddress(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Failure(
      'usage',
      `--remote takes an address such as https://plaza.example, got ${text}`
    )
  }
  return `${url.origin}${url.pathname.replace(/(?<!\/)\/+$/, '')}`
}

/** Uses the proxy of HTTP_PROXY, HTTPS_PROXY and NO_PROXY. @throws Failure for an invalid one */
export function useProxy(env: NodeJS.ProcessEnv) {
  const { setGlobalProxyFromEnv: use } = http as { setGlobalProxyFromEnv?: (env: object) => void }
  try {
    use?.(env)
  } catch (error) {
    throw new Failure('usage', `The proxy of the environment is none: ${(error as Error).message}`)
  }
}
