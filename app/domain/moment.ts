/** How a moment is written: RFC 3339, or a day. */
export const momentShape =
  /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/

/**
 * The moment that a text says, RFC 3339, or the beginning of a day (UTC).
 *
 * @returns milliseconds since 1970; NaN for what is no moment, such as the 30th of February
 */
export function readMoment(text: string): number {
  const [, year, month, day] = (momentShape.exec(text) ?? []).map(Number)
  // JavaScript takes the 30th of February for the 2nd of March.
  const isDay = new Date(Date.UTC(2000, month - 1, day)).getUTCDate() === day
  if (!isDay || (day === 29 && month === 2 && !isLeapYear(year))) return Number.NaN
  return Date.parse(text)
}

const isLeapYear = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
