import { atEndOfTurn } from '#db/end_of_turn'

const GATHER_MS = 10

interface Outgoing {
  tags: Set<string>
  sent: Promise<void>
  send: () => void
  isOwed: boolean
}

/** Collects the tags to send, so that writes of one moment share one message. */
export class Outbox {
  #next?: Outgoing
  #owed: Promise<unknown> = Promise.resolve()

  /** @param deliver sends tags; never rejects */
  constructor(private deliver: (tags: string[]) => Promise<void>) {}

  /** Sends tags at the end of this event-loop turn. Resolves when they are sent. */
  send(tags: string[]): Promise<void> {
    const outgoing = this.#add(tags)
    atEndOfTurn(outgoing.send)
    return outgoing.sent
  }

  /** Sends tags within GATHER_MS; no writer waits for them. */
  owe(tags: string[]) {
    const outgoing = this.#add(tags)
    if (outgoing.isOwed) return
    outgoing.isOwed = true
    this.#owed = Promise.all([this.#owed, outgoing.sent])
    setTimeout(outgoing.send, GATHER_MS)
  }

  async settle() {
    if (this.#next?.isOwed) this.#next.send()
    await this.#owed
  }

  #add(tags: string[]): Outgoing {
    const outgoing = (this.#next ??= this.#begin())
    for (const tag of tags) outgoing.tags.add(tag)
    return outgoing
  }

  #begin(): Outgoing {
    const { promise: sent, resolve } = Promise.withResolvers<void>()
    const tags = new Set<string>()
    const send = () => {
      if (this.#next?.sent !== sent) return
      this.#next = undefined
      resolve(this.deliver([...tags]))
    }
    return { tags, sent, send, isOwed: false }
  }
}
