import type { Entry } from '#cli/moving/import/source'

/** What can't be read is refused alone. */
export function attempted(kind: Entry['kind'], place: string, read: () => Entry): Entry {
  try {
    return read()
  } catch (error) {
    return { kind, place, wrong: `it can't be read: ${(error as Error).message}` }
  }
}
