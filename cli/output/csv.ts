import { textOf } from '#cli/output/table'

/** A line of CSV (RFC 4180). */
export const csvLine = (values: unknown[]) =>
  `${values.map((value) => quoted(harmless(textOf(value)))).join(',')}\r\n`

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/**
 * Prevents CSV injection (OWASP): spreadsheets run such values as formulas, but for numbers and `@name`.
 */
const harmless = (text: string) =>
  /^[=+\-@\t\r]/.test(text) && !/^(-?\d+(\.\d+)?|@\w+)$/.test(text) ? `'${text}` : text
