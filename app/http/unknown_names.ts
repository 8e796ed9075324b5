import { closest } from 'fastest-levenshtein'
import type { FieldProblem } from '#exceptions/problem'

/** How many unknown names one answer lists, and how much of each is compared. */
export const MAX_NAMES = 20
const MAX_COMPARED_CHARACTERS = 64

type Kind = 'member' | 'parameter'

/**
 * The names of an input that are not known, each with the nearest that is.
 *
 * @param known every name that may stand there
 * @param place a JSON pointer to the input
 */
export function unknownNames(
  input: object,
  known: ReadonlySet<string>,
  kind: Kind,
  place = kind === 'parameter' ? '/query' : ''
): FieldProblem[] {
  const unknown = Object.keys(input).filter((name) => !known.has(name))
  return unknown
    .slice(0, MAX_NAMES)
    .map((name) => describe(name.toWellFormed(), { known: [...known], kind, place }))
}

/** How much of a name must be there for it to be taken for the beginning of one. */
const MIN_BEGINNING_CHARACTERS = 3

/** The name that begins so, else the one with the fewest letters to change. */
function nearest(name: string, known: string[]): string {
  const isBeginning = name.length >= MIN_BEGINNING_CHARACTERS
  return (isBeginning && known.find((one) => one.startsWith(name))) || closest(name, known)
}

interface Expected {
  known: string[]
  kind: Kind
  place: string
}

function describe(name: string, { known, kind, place }: Expected): FieldProblem {
  const pointer = cut(name).replaceAll('~', '~0').replaceAll('/', '~1')
  return { pointer: `${place}/${pointer}`, rule: 'unknown', detail: adviceOn(name, known, kind) }
}

/** Says that there is no such name, and which one is the nearest. */
export function adviceOn(name: string, known: string[], kind: Kind): string {
  const given = cut(name)
  const advice =
    known.length > 0 ? `the nearest is "${nearest(given, known)}"` : `no ${kind} is taken here`
  return `There is no ${kind} "${given}"; ${advice}.`
}

const cut = (name: string) => name.slice(0, MAX_COMPARED_CHARACTERS).toWellFormed()
