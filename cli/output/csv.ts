import { textOf } from '#cli/output/table'

export const csvLine = (values: unknown[]) =>
  `${values.map((value) => quoted(harmless(textOf(value)))).join(',')}\r\n`

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Spreadsheets run such values as formulas (OWASP, CSV injection). */
const harmless = (text: string) =>
  /^[=+\-@\t\r]/.test(text) && !/^(-?\d+(\.\d+)?|@\w+)$/.test(text) ? `'${text}` : text
