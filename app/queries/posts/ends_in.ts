import type { Row } from '#resources/definition/line'

/** SQL: in how many milliseconds a post ends by itself, by the clock of the database. */
export const endsIn = `extract(epoch from posts.unpublish_at - now())::float8 * 1000 as ends_in`

/** @param start when the rows were asked for, in milliseconds since 1970 @returns the first end of all */
export function endOf(rows: Row[], start: number): { endsAt?: number } {
  let first = Infinity
  for (const { ends_in: end } of rows) if (end !== null && end < first) first = end
  return first === Infinity ? {} : { endsAt: start + first }
}
