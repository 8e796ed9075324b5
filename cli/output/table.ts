import { createRequire } from 'node:module'
import { oneLine } from '#cli/output/plain'

export interface Column<Row = any> {
  title: string
  text: (row: Row) => unknown
  align?: 'right'
  isTime?: boolean
  elastic?: boolean
}

const COLUMN_GAP = 2
const MIN_COLUMN_WIDTH = 8
const require = createRequire(import.meta.url)
let graphemes: Intl.Segmenter | undefined

/**
 * Lays out rows under titles, within the width. The widest elastic columns shrink first; longer lines
 * are cut.
 * @param emphasise styles the titles
 */
export function table<Row>(
  rows: Row[],
  columns: Column<Row>[],
  width: number,
  emphasise: (title: string) => string = String
): string {
  return tableLines(columns, width, emphasise)(rows)
}

/** Lays out a table in parts. The first rows set the column widths. @returns formats the next rows */
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
        .join(' '.repeat(COLUMN_GAP))
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

function naturalWidths(lines: string[][]): number[] {
  const widths = lines[0].map(() => 0)
  for (const line of lines) {
    for (const [at, text] of line.entries()) widths[at] = Math.max(widths[at], stringWidth(text))
  }
  return widths
}

/** Lays out labels and values; further lines of a value are indented. */
export function details(
  pairs: [label: string, text: string][],
  emphasise: (label: string) => string = String
): string {
  const [widest] = naturalWidths([[''], ...pairs.map(([label]) => [label])])
  const width = widest + COLUMN_GAP
  return pairs
    .map(([label, text]) => {
      const lines = text.split('\n')
      return `${emphasise(pad(label, width))}${lines.join(`\n${' '.repeat(width)}`)}`.trimEnd()
    })
    .map((line) => `${line}\n`)
    .join('')
}

/** Cuts text to a width in terminal columns, with `…` at the end. */
export function cut(text: string, width: number): string {
  // A UTF-16 unit takes at most two columns.
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
  let excess = widths.reduce((sum, each) => sum + each + COLUMN_GAP, -COLUMN_GAP) - width
  while (excess > 0) {
    const elastic = [...widths.keys()].filter(
      (at) => columns[at].elastic && widths[at] > MIN_COLUMN_WIDTH
    )
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

function stringWidth(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length
  // Lazy: the package takes tens of milliseconds to load.
  const { default: widthOf }: typeof import('string-width') = require('string-width')
  return widthOf(text)
}

export const textOf = (value: unknown) =>
  value === null || value === undefined ? '' : String(value)
