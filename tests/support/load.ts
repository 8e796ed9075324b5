import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds. The servers share the processor with the clients. */
const pause = 4

/** Clients that send requests all the time, each on its own connection. */
export class Load {
  answered = 0
  /** Errors of requests that were sent, or may have been. */
  lost: string[] = []
  #isOver = false
  #clients: Promise<void>[]

  /** @param keepAlive how many of the clients keep their connection */
  constructor(
    private url: string,
    { clients, keepAlive }: { clients: number; keepAlive: number }
  ) {
    this.#clients = Array.from({ length: clients }, (_, index) =>
      this.#ask(new Agent({ keepAlive: index < keepAlive, maxSockets: 1 }))
    )
  }

  /** @returns after the last answer to each client */
  async end() {
    this.#isOver = true
    await this.ended()
  }

  /** @returns when the port is closed */
  ended() {
    return Promise.all(this.#clients)
  }

  async #ask(agent: Agent) {
    while (!this.#isOver) {
      const failure = await this.#get(agent)
      if (failure === 'ECONNREFUSED') break
      if (failure) this.lost.push(failure)
      else this.answered++
      await sleep(pause)
    }
    agent.destroy()
  }

  /** @returns the errors */
  #get(agent: Agent): Promise<string | undefined> {
    return new Promise((resolve) => {
      request(this.url, { agent }, (response) => {
        const { statusCode } = response.resume()
        response.once('end', () => resolve(statusCode === 200 ? undefined : String(statusCode)))
        response.once('error', ({ message }) => resolve(message))
      })
        .once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
        .end()
    })
  }
}
