import { createHash } from 'node:crypto'

/** Random numbers that a seed repeats (mulberry32). */
export class Chance {
  #state: number

  constructor(seed: string) {
    this.#state = createHash('sha256').update(seed).digest().readUInt32LE()
  }

  /** From 0 to 1, without 1. */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** From 0 to the bound, without the bound. */
  below(bound: number): number {
    return Math.floor(this.share() * bound)
  }

  /** Both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  happens(probability: number): boolean {
    return this.share() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]
  }
}

/**
 * Splits a total by weight; rounding favours the heavy. The shares sum to the total.
 * @param total at most `most` for each weight above 0. @param most the greatest share
 */
export function allot(total: number, weights: number[], most = Infinity): number[] {
  const shares = weights.map(() => 0)
  const heaviestFirst = [...weights.keys()]
    .filter((index) => weights[index] > 0)
    .sort((a, b) => weights[b] - weights[a])
  // Summed from the light end, so that no rounding error remains for the last weight.
  const left = new Float64Array(heaviestFirst.length)
  heaviestFirst.reduceRight((sum, index, rank) => (left[rank] = sum + weights[index]), 0)

  heaviestFirst.forEach((index, rank) => {
    const share = Math.ceil((total * weights[index]) / left[rank])
    shares[index] = Math.min(share, total, most)
    total -= shares[index]
  })
  return shares
}
