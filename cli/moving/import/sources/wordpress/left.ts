import { counted } from '#domain/counted'

/** Counts what an import does not keep, by what it is. */
export class Left {
  #all = new Map<string, { plural: string; count: number }>()

  add(noun: string, plural = `${noun}s`) {
    const count = (this.#all.get(noun)?.count ?? 0) + 1
    this.#all.set(noun, { plural, count })
  }

  notes(): string[] {
    return [...this.#all].map(
      ([noun, { plural, count }]) => `not kept: ${counted(count, noun, plural)}`
    )
  }
}
