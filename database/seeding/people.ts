import type { Chance } from '#database/seeding/chance'
import { firstNames, lastNames } from '#database/seeding/vocabulary'

export interface Name {
  username: string
  email: string
  displayName: string
}

/** Endless unique names: `mila_finch`, and `mila_finch2` when all are used up. */
export function* names(chance: Chance): Generator<Name, never> {
  const pairs = firstNames.flatMap((first) => lastNames.map((last) => [first, last] as const))
  for (let index = pairs.length - 1; index > 0; index--) {
    const other = chance.below(index + 1)
    ;[pairs[index], pairs[other]] = [pairs[other], pairs[index]]
  }

  for (let round = 1; ; round++) {
    for (const [first, last] of pairs) {
      const username = `${first}_${last}`.toLowerCase() + (round === 1 ? '' : round)
      yield { username, email: `${username}@example.org`, displayName: `${first} ${last}` }
    }
  }
}
