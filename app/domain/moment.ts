/** RFC 3339, or a day. */
export const momentShape =
  /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/

/** RFC 3339 with an offset. */
export const instantShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/

/** Reads an RFC 3339 time, or a day (its start, UTC). @returns milliseconds since 1970, or NaN if invalid */
export function readMoment(text: string): number {
  const [, year, month, day] = (momentShape.exec(text) ?? []).map(Number)
  // JavaScript reads the 30th of February as the 2nd of March.
  const isDay = new Date(Date.UTC(2000, month - 1, day)).getUTCDate() === day
  if (!isDay || (day === 29 && month === 2 && !isLeapYear(year))) return Number.NaN
  return Date.parse(text)
}

const isLeapYear = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
