import { textOf } from '#cli/output/table'

/** A line of CSV (RFC 4180). */
export const csvLine = (values: unknown[]) =>
  `${values.map((value) => quoted(harmless(textOf(value)))).join(',')}\r\n`

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/**
 * Spreadsheets take what begins so for a formula, and would run what a user wrote (OWASP, CSV
 * injection). Numbers and `@name` are none.
 */
const harmless = (text: string) =>
  /^[=+\-@\t\r]/.test(text) && !/^(-?\d+(\.\d+)?|@\w+)$/.test(text) ? `'${text}` : text
