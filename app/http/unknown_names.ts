import { closest } from 'fastest-levenshtein'
import type { FieldProblem } from '#exceptions/problem'

/** The maximum number of unknown names in a response. */
export const MAX_NAMES = 20
const MAX_COMPARED_CHARACTERS = 64

/** The query parser reads no more parameters. */
export const MAX_PARAMETERS = 50

type Kind = 'member' | 'parameter' | 'filter' | 'order' | 'column'

/** Problems for unknown names, each with the nearest known one. @param place a JSON pointer to the input */
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

const MIN_BEGINNING_CHARACTERS = 3

/** The name with this prefix, else the one with the smallest edit distance. */
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

export function adviceOn(name: string, known: string[], kind: Kind): string {
  const given = cut(name)
  const advice =
    known.length > 0 ? `the nearest is "${nearest(given, known)}"` : `no ${kind} is taken here`
  return `There is no ${kind} "${given}"; ${advice}.`
}

const cut = (name: string) => name.slice(0, MAX_COMPARED_CHARACTERS).toWellFormed()
