import server from '@adonisjs/core/services/server'
import { inject } from 'light-my-request'
import { actorAgain, actorOf, type Wanted } from '#cli/actor'
import { lockBatch } from '#cli/doors/batch_lock'
import { pathWithQuery, type Answer, type Door, type DoorRequest } from '#cli/doors/door'
import { failureOf } from '#cli/failure'
import type { Terminal } from '#cli/terminal'
import { settled } from '#start/node_server'
import { admit, type Insider } from '#support/insider'

/** The door of this machine, for the one who acts. The application has to be booted. */
export async function localDoor(wanted: Wanted, terminal: Terminal): Promise<Door> {
  const account = await actorOf(terminal, wanted)
  return new LocalDoor({ account, osUser: terminal.user, host: terminal.host })
}

/** The REST API of this process, asked without a network by somebody of this machine. */
class LocalDoor implements Door {
  readonly place = 'this machine'

  constructor(private insider: Insider) {}

  async request<Body>(
    method: string,
    path: string,
    { query, body, headers }: DoorRequest = {}
  ): Promise<Answer<Body>> {
    await server.boot()
    const { account } = this.insider
    const insider = { ...this.insider, account: account && (await actorAgain(account)) }
    const handle = settled((request, response) => {
      admit(request, insider)
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

  takeBatch(id: string) {
    return lockBatch(id, `${this.insider.osUser}@${this.insider.host}`)
  }
}

const textHeaders = (headers: object) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
