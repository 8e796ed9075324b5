import { randomUUID } from 'node:crypto'
import type { TransportResponse, Transport, TransportRequest } from '#cli/transports/transport'
import { accept, exchange, serverAddress, useProxy } from '#cli/transports/exchange'
import { withRetries } from '#cli/transports/retries'
import { isStale, stepUp } from '#cli/transports/step_up'
import { sessionOf, TokenStore, type StoredSession } from '#cli/transports/token_store'
import { Failure } from '#cli/failure'
import type { CommonOptions } from '#cli/invocation'
import type { Terminal } from '#cli/terminal'

/** How long an open request may go on after Ctrl-C. */
const INTERRUPT_GRACE_MS = 3000

export function remoteTransport({ remote, as }: CommonOptions, terminal: Terminal): Transport {
  if (as) {
    throw new Failure(
      'usage',
      `At ${remote} you act as the user who signed in: leave out --as, or give --no-remote`
    )
  }
  useProxy(terminal.env)
  return new RemoteTransport(serverAddress(String(remote)), new TokenStore(terminal.env), terminal)
}

class RemoteTransport implements Transport {
  readonly place: string
  #grace: AbortSignal
  #isReached = false
  #isSaid = false

  constructor(
    private server: string,
    private store: TokenStore,
    private terminal: Terminal
  ) {
    this.place = server
    this.#grace = delayed(terminal.ended, INTERRUPT_GRACE_MS)
  }

  async request<Body>(
    method: string,
    path: string,
    request: TransportRequest = {}
  ): Promise<TransportResponse<Body>> {
    const { PLAZA_TOKEN: personalToken } = this.terminal.env
    const session = personalToken ? null : await this.#session()
    // The same key for every attempt, so that a lost response repeats nothing.
    const key = method === 'GET' ? undefined : { 'Idempotency-Key': randomUUID() }
    const sent = { ...request, headers: { ...key, ...request.headers } }
    if (!session) return accept(await this.#send(personalToken!, method, path, sent))
    const { token, answer } = await this.#sendFresh(session, method, path, sent)
    if (!isStale(answer)) return accept(answer)
    const confirm = (proof: TransportRequest) =>
      this.#send(token, 'POST', '/sessions/current/step-up', proof)
    await stepUp(this.server, confirm, this.terminal)
    return accept(await this.#send(token, method, path, sent))
  }

  /** Refreshes an expired token. */
  async #sendFresh(
    session: StoredSession,
    ...[method, path, sent]: [string, string, TransportRequest]
  ) {
    const { access_token: token } = session
    const answer = await this.#send(token, method, path, sent)
    if (answer.status !== 401 || isStale(answer)) return { token, answer }
    const { access_token: newToken } = await this.#refresh(session)
    return { token: newToken, answer: await this.#send(newToken, method, path, sent) }
  }

  async #session(): Promise<StoredSession> {
    const session = await this.store.get(this.server)
    if (!session) throw this.#signedOut()
    this.#sayWhoActs(session)
    return session
  }

  async lockBatch() {
    return async () => {}
  }

  /** PLAZA_ACTOR has no effect on other servers, so name the actual account. */
  #sayWhoActs({ username }: StoredSession) {
    const { PLAZA_ACTOR: actor } = this.terminal.env
    if (this.#isSaid || !actor || actor.replace(/^@/, '').toLowerCase() === username.toLowerCase())
      return
    this.#isSaid = true
    this.terminal.err(
      `PLAZA_ACTOR has no effect on a remote server: there you act as @${username}\n`
    )
  }

  #send(token: string, method: string, path: string, sent: TransportRequest) {
    const headers = { ...sent.headers, Authorization: `Bearer ${token}` }
    return this.#exchange(method, path, { ...sent, headers })
  }

  /** Needs no lock: the server gives concurrent commands the same tokens. */
  async #refresh({ username, refresh_token: token }: StoredSession): Promise<StoredSession> {
    const { status, body } = await this.#exchange('POST', '/token/refresh', {
      body: { refresh_token: token },
    })
    if (status === 401) throw this.#signedOut()
    const session = sessionOf(username, accept({ status, body, headers: {} }).body)
    await this.store.set(this.server, session)
    return session
  }

  /** @throws Failure `interrupted` after the grace period */
  async #exchange(
    method: string,
    path: string,
    request: TransportRequest
  ): Promise<TransportResponse> {
    const { ended } = this.terminal
    try {
      const answer = await withRetries(
        () => exchange(this.server, method, path, request, this.#grace),
        {
          signal: ended,
          notify: (message) => this.terminal.err(`${message}\n`),
          wasReached: () => this.#isReached,
        }
      )
      this.#isReached = true
      return answer
    } catch (error) {
      if (!this.#grace.aborted) throw error
      const what = method === 'GET' ? '' : ', and may have done the last request'
      throw new Failure('interrupted', `Interrupted: ${this.server} has not answered${what}`)
    }
  }

  #signedOut() {
    const command = `plaza login --remote ${this.server}`
    return new Failure('forbidden', `You are not signed in at ${this.server}: ${command}`)
  }
}

function delayed(signal: AbortSignal, milliseconds: number): AbortSignal {
  const controller = new AbortController()
  const begin = () => void setTimeout(() => controller.abort(), milliseconds).unref()
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, { once: true })
  return controller.signal
}
