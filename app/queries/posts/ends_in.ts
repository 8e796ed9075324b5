import type { Row } from '#resources/definition/line'

/** SQL: the milliseconds until a publication ends, by the clock of the database. */
export const endsIn = `extract(epoch from posts.unpublish_at - now())::float8 * 1000 as ends_in`

/** @param start the time of the query, in milliseconds since 1970 @returns the first end of all */
export function endOf(rows: Row[], start: number): { endsAt?: number } {
  let first = Infinity
  for (const { ends_in: end } of rows) if (end !== null && end < first) first = end
  return first === Infinity ? {} : { endsAt: start + first }
}
