import { pathWithQuery, type Answer, type Door, type DoorRequest } from '#cli/doors/door'
import { sessionOf, TokenStore, type StoredSession } from '#cli/doors/token_store'
import { Failure, failureOf, type ProblemDocument } from '#cli/failure'
import type { CommonOptions } from '#cli/invocation'
import type { Terminal } from '#cli/terminal'

const patience = 30_000

/** The door of the server that `--remote` names, for whoever signed in there. */
export function remoteDoor({ remote, as }: CommonOptions, { env }: Terminal): Door {
  if (as) throw new Failure('usage', 'With --remote you act as whom you signed in as: no --as')
  return new RemoteDoor(serverAddress(remote!), new TokenStore(env))
}

/** The REST API of a server elsewhere, asked with the token of `plaza login`. */
class RemoteDoor implements Door {
  readonly place: string

  constructor(
    private server: string,
    private store: TokenStore
  ) {
    this.place = server
  }

  async request<Body>(
    method: string,
    path: string,
    request: DoorRequest = {}
  ): Promise<Answer<Body>> {
    const session = await this.store.get(this.server)
    if (!session) throw this.#signedOut()
    const answer = await this.#send(session, method, path, request)
    if (answer.status !== 401) return accept(answer)
    return accept(await this.#send(await this.#refresh(session), method, path, request))
  }

  #send({ access_token: token }: StoredSession, method: string, path: string, sent: DoorRequest) {
    const headers = { ...sent.headers, Authorization: `Bearer ${token}` }
    return exchange(this.server, method, path, { ...sent, headers })
  }

  /** The server gives commands that run side by side the same tokens, so they need no lock. */
  async #refresh({ username, refresh_token: token }: StoredSession): Promise<StoredSession> {
    const { status, body } = await exchange(this.server, 'POST', '/token/refresh', {
      body: { refresh_token: token },
    })
    if (status === 401) throw this.#signedOut()
    const session = sessionOf(username, accept({ status, body, headers: {} }).body)
    await this.store.set(this.server, session)
    return session
  }

  #signedOut() {
    const command = `plaza login --remote ${this.server}`
    return new Failure('forbidden', `You are not signed in at ${this.server}: ${command}`)
  }
}

/**
 * Asks a server, without signing in.
 *
 * @throws Failure when no answer of Plaza comes
 */
export async function exchange(
  server: string,
  method: string,
  path: string,
  { query, body, headers }: DoorRequest = {}
): Promise<Answer> {
  const url = server + pathWithQuery(path, query)
  try {
    const response = await fetch(url, {
      method,
      headers: { Accept: 'application/json', ...(body && json), ...headers },
      body: body && JSON.stringify(body),
      // A token must not follow to where somebody else is.
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: text === '' ? null : JSON.parse(text),
    }
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string; message?: string } }
    const reason = error instanceof SyntaxError ? 'it is no Plaza' : (cause?.code ?? cause?.message)
    throw new Failure('unavailable', `${server} does not answer as it should: ${reason ?? message}`)
  }
}

const json = { 'Content-Type': 'application/json' }

/** @throws Failure when an answer is a problem */
export function accept(answer: Answer): Answer {
  if (answer.status < 400) return answer
  const { status } = answer
  const unknown = { type: 'about:blank', title: `The server answered ${status}`, code: 'unknown' }
  const { 'retry-after': seconds } = answer.headers
  throw failureOf({
    ...unknown,
    status,
    ...(answer.body as ProblemDocument | null),
    ...(seconds && /^\d+$/.test(seconds) && { retry_after: Number(seconds) }),
  })
}

/**
 * The address of a server, in one spelling.
 *
 * @throws Failure when it is none
 */
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
