/* The short values of a row come from PostgreSQL as one line. */

export interface Row {
  /** Short values, separated by tabs; null is empty. */
  line: string
  [column: string]: any
}

/** PostgreSQL's functions take up to 100 arguments, tabs included. */
const MAX_VALUES = 40

/** A text must be JSON, which escapes tabs. */
export function lineOf(values: string[]): string {
  if (values.length === 0) return `''`
  if (values.length <= MAX_VALUES) return `concat(${values.join(`, E'\\t', `)})`
  return `concat(${lineOf(values.slice(0, MAX_VALUES))}, E'\\t', ${lineOf(values.slice(MAX_VALUES))})`
}

/** @param time as PostgreSQL writes it in UTC, to the millisecond: `2026-11-22 13:17:00.12+00` */
export const isoTime = (time: string) =>
  `${time.slice(0, 10)}T${time.slice(11, 19)}.${time.slice(20, -3).padEnd(3, '0')}Z`
