import { atEndOfTurn } from '#db/end_of_turn'

/** How long tags that no writer waits for are gathered. */
const GATHER_MS = 10

/** What is to be sent next. */
interface Outgoing {
  tags: Set<string>
  sent: Promise<void>
  send: () => void
  /** Whether no writer waits for some of it. */
  isOwed: boolean
}

/** Gathers the tags that this worker has to send, so that writes of one moment share one message. */
export class Outbox {
  #next?: Outgoing
  #owed: Promise<unknown> = Promise.resolve()

  /** @param deliver sends tags; never rejects */
  constructor(private deliver: (tags: string[]) => Promise<void>) {}

  /** Sends tags at the end of this turn of the event loop. @returns kept when they are sent */
  send(tags: string[]): Promise<void> {
    const outgoing = this.#add(tags)
    atEndOfTurn(outgoing.send)
    return outgoing.sent
  }

  /** Sends tags before long, for which no writer waits. */
  owe(tags: string[]) {
    const outgoing = this.#add(tags)
    if (outgoing.isOwed) return
    outgoing.isOwed = true
    this.#owed = Promise.all([this.#owed, outgoing.sent])
    setTimeout(outgoing.send, GATHER_MS)
  }

  /** Sends at once what is owed. @returns kept when that is sent */
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
