import stringWidth from 'string-width'
import { oneLine } from '#cli/output/plain'

/** A column of a table: what it shows of a row. */
export interface Column<Row = any> {
  title: string
  text: (row: Row) => unknown
  align?: 'right'
  /** Gives way when the lines get too long. */
  elastic?: boolean
}

const gap = 2
const least = 8
const graphemes = new Intl.Segmenter()

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
  const cells = rows.map((row) => columns.map(({ text }) => oneLine(show(text(row)))))
  const natural = columns.map(({ title }, at) =>
    Math.max(stringWidth(title), ...cells.map((line) => stringWidth(line[at])))
  )
  const widths = fit(natural, columns, width)
  const layOut = (line: string[]) =>
    cut(
      line
        .map((text, at) => pad(cut(text, widths[at]), widths[at], columns[at].align))
        .join(' '.repeat(gap))
        .trimEnd(),
      width
    )
  const heading = layOut(columns.map(({ title }) => title))
  return [emphasise(heading), ...cells.map(layOut)].map((line) => `${line}\n`).join('')
}

/** Labels and what belongs to them, one below the other; of several lines, each is indented. */
export function details(
  pairs: [label: string, text: string][],
  emphasise: (label: string) => string = String
): string {
  const width = Math.max(...pairs.map(([label]) => stringWidth(label))) + gap
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
  if (stringWidth(text) <= width) return text
  let kept = ''
  let room = width - 1
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

const show = (value: unknown) => (value === null || value === undefined ? '' : String(value))
