import { createRequire } from 'node:module'
import { oneLine } from '#cli/output/plain'

/** A column of a table: what it shows of a row. */
export interface Column<Row = any> {
  title: string
  text: (row: Row) => unknown
  align?: 'right'
  /** Whether it shows moments, whose zone then stands in its title. */
  isTime?: boolean
  /** Gives way when the lines get too long. */
  elastic?: boolean
}

const gap = 2
const least = 8
const require = createRequire(import.meta.url)
let graphemes: Intl.Segmenter | undefined

/**
 * Rows under their titles, each line within the width: elastic columns are cut, the widest first,
 * and what is too long even then ends with the line.
 *
 * @param emphasise dresses the titles
 */
export function table<Row>(
  rows: Row[],
  columns: Column<Row>[],
  width: number,
  emphasise: (title: string) => string = String
): string {
  return tableLines(columns, width, emphasise)(rows)
}

/**
 * A table that is too long to be held: its first rows say how wide the columns are.
 *
 * @returns what lays out the next rows, the first ones under the titles
 */
export function tableLines<Row>(
  columns: Column<Row>[],
  width: number,
  emphasise: (title: string) => string = String
): (rows: Row[]) => string {
  let widths: number[] | undefined
  const layOut = (line: string[]) =>
    cut(
      line
        .map((text, at) => {
          const shown = columns[at].elastic ? cut(text, widths![at]) : text
          return pad(shown, widths![at], columns[at].align)
        })
        .join(' '.repeat(gap))
        .trimEnd(),
      width
    )
  return (rows) => {
    const cells = rows.map((row) => columns.map(({ text }) => oneLine(textOf(text(row)))))
    const titles = columns.map(({ title }) => title)
    const heading = widths ? [] : [titles]
    widths ??= fit(naturalWidths([titles, ...cells]), columns, width)
    const lines = [...heading.map((line) => emphasise(layOut(line))), ...cells.map(layOut)]
    return lines.map((line) => `${line}\n`).join('')
  }
}

/** How wide the widest text of each column is. */
function naturalWidths(lines: string[][]): number[] {
  const widths = lines[0].map(() => 0)
  for (const line of lines) {
    for (const [at, text] of line.entries()) widths[at] = Math.max(widths[at], stringWidth(text))
  }
  return widths
}

/** Labels and what belongs to them, one below the other; of several lines, each is indented. */
export function details(
  pairs: [label: string, text: string][],
  emphasise: (label: string) => string = String
): string {
  const [widest] = naturalWidths([[''], ...pairs.map(([label]) => [label])])
  const width = widest + gap
  return pairs
    .map(([label, text]) => {
      const lines = text.split('\n')
      return `${emphasise(pad(label, width))}${lines.join(`\n${' '.repeat(width)}`)}`.trimEnd()
    })
    .map((line) => `${line}\n`)
    .join('')
}

/** Text of at most so many columns, with `…` in place of what is left out. */
export function cut(text: string, width: number): string {
  // Not even a wide character takes more than two columns, or less than a unit of UTF-16.
  if (text.length * 2 <= width || stringWidth(text) <= width) return text
  let kept = ''
  let room = width - 1
  graphemes ??= new Intl.Segmenter()
  for (const { segment } of graphemes.segment(text)) {
    room -= stringWidth(segment)
    if (room < 0) break
    kept += segment
  }
  return `${kept}…`
}

function fit(natural: number[], columns: Column[], width: number): number[] {
  const widths = [...natural]
  let excess = widths.reduce((sum, each) => sum + each + gap, -gap) - width
  while (excess > 0) {
    const elastic = [...widths.keys()].filter((at) => columns[at].elastic && widths[at] > least)
    if (elastic.length === 0) break
    const widest = elastic.reduce((one, other) => (widths[other] > widths[one] ? other : one))
    widths[widest]--
    excess--
  }
  return widths
}

function pad(text: string, width: number, align?: 'right'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)))
  return align === 'right' ? space + text : text + space
}

/** How many columns of a terminal a text takes. */
function stringWidth(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length
  // It takes tens of milliseconds to load, which no help needs.
  const { default: widthOf }: typeof import('string-width') = require('string-width')
  return widthOf(text)
}

/** A value as text; nothing where there is none. */
export const textOf = (value: unknown) =>
  value === null || value === undefined ? '' : String(value)
