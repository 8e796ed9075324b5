import server from '@adonisjs/core/services/server'
import { inject } from 'light-my-request'
import { actorAgain, actorOf, type Wanted } from '#cli/actor'
import { lockBatch } from '#cli/transports/batch_lock'
import {
  pathWithQuery,
  type TransportResponse,
  type Transport,
  type TransportRequest,
} from '#cli/transports/transport'
import { failureOf } from '#cli/failure'
import type { Terminal } from '#cli/terminal'
import { settled } from '#http/node_server'
import { markAsLocal, type LocalOperator } from '#http/local_operator'

export async function localTransport(wanted: Wanted, terminal: Terminal): Promise<Transport> {
  const account = await actorOf(terminal, wanted)
  return new LocalTransport({ account, osUser: terminal.user, host: terminal.host })
}

/** Calls the REST API in this process, as a local operator. */
class LocalTransport implements Transport {
  readonly place = 'this machine'

  constructor(private localOperator: LocalOperator) {}

  async request<Body>(
    method: string,
    path: string,
    { query, body, headers }: TransportRequest = {}
  ): Promise<TransportResponse<Body>> {
    await server.boot()
    const { account } = this.localOperator
    const localOperator = { ...this.localOperator, account: account && (await actorAgain(account)) }
    const handle = settled((request, response) => {
      markAsLocal(request, localOperator)
      return server.handle(request, response)
    })
    const response = await inject(handle, {
      method,
      url: pathWithQuery(path, query),
      headers: { ...headers, host: 'localhost' },
      payload: body,
    })
    const answer = response.payload === '' ? null : JSON.parse(response.payload)
    if (response.statusCode >= 400) throw failureOf(answer)
    return { status: response.statusCode, headers: textHeaders(response.headers), body: answer }
  }

  lockBatch(id: string) {
    return lockBatch(id, `${this.localOperator.osUser}@${this.localOperator.host}`)
  }
}

const textHeaders = (headers: object) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
