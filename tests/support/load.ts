import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds: whoever answers shares the processor with who asks. */
const pause = 4

/** Clients that ask all the time, each on a connection of its own. */
export class Load {
  answered = 0
  /** What went wrong with requests that had been sent, or might have been. */
  lost: string[] = []
  #isOver = false
  #clients: Promise<void>[]

  /** @param keepAlive how many clients keep their connection, of all of them */
  constructor(
    private url: string,
    { clients, keepAlive }: { clients: number; keepAlive: number }
  ) {
    this.#clients = Array.from({ length: clients }, (_, index) =>
      this.#ask(new Agent({ keepAlive: index < keepAlive, maxSockets: 1 }))
    )
  }

  /** @returns when each client has had its last answer */
  async end() {
    this.#isOver = true
    await this.ended()
  }

  /** @returns when nobody listens any more */
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

  /** @returns what went wrong */
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
