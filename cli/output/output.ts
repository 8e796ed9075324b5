import { styleText } from 'node:util'
import { type Failure } from '#cli/failure'
import { chosen } from '#cli/output/columns'
import { csvLine } from '#cli/output/csv'
import { Moment, nameOfZone } from '#cli/output/moment'
import { plain, plainJson } from '#cli/output/plain'
import { details, table, tableLines, type Column } from '#cli/output/table'
import type { Terminal } from '#cli/terminal'

export type Format = 'people' | 'json' | 'jsonl' | 'csv'

/** A long table takes its column widths from so many rows. */
const MEASURED_ROWS = 1000

export interface Page<Row = any> {
  rows: Row[]
  next: string | null
}

type Style = Parameters<typeof styleText>[0]

/**
 * Writes a command's result as text, one JSON document, JSON lines or CSV. A JSON document ends with the
 * command, since it reports success; the rows of a list are streamed into it.
 */
export class Output {
  #document: { data: unknown; meta: Record<string, unknown> } = { data: null, meta: {} }
  #isListBegun = false
  #known?: string

  constructor(
    private terminal: Terminal,
    readonly format: Format,
    private isUtc = false
  ) {}

  /** Shows one object. @param text for people, with {@link plain} applied */
  async show(data: unknown, text: () => string, meta: Record<string, unknown> = {}) {
    if (this.format === 'json') this.#document = { data, meta }
    else if (this.format === 'jsonl') {
      for (const row of [data].flat()) await this.terminal.out(`${plainJson(row)}\n`)
    } else await this.terminal.out(text())
  }

  details(data: unknown, pairs: [label: string, text: unknown][], meta = {}) {
    return this.show(data, () => this.pairs(pairs), meta)
  }

  /** Streams a list. @param names of the columns to show, in order; all by default */
  async list(
    pages: AsyncIterable<Page>,
    columns: Column[],
    { names, nothing = 'Nothing found' }: { names?: string[]; nothing?: string } = {}
  ) {
    const write = this.#rowWriter(names ? chosen(names, columns) : columns)
    let next: string | null = null
    let count = 0
    for await (const page of inBatches(pages, this.format === 'people' ? MEASURED_ROWS : 1)) {
      next = page.next
      count += page.rows.length
      if (page.rows.length > 0) await this.terminal.out(write(page.rows))
    }
    if (this.format === 'json') this.#document = { data: [], meta: { count, next } }
    if (this.format === 'csv' && count === 0) await this.terminal.out(write([]))
    if (this.format === 'people' && count === 0) this.note(nothing)
    if (next && this.format !== 'json') this.note(`There is more: --cursor ${next}`)
  }

  #rowWriter(columns: Column[]): (rows: unknown[]) => string {
    if (this.format === 'people') {
      return tableLines(this.#local(columns), this.terminal.columns, this.#bold)
    }
    if (this.format === 'jsonl') return (rows) => rows.map((row) => `${plainJson(row)}\n`).join('')
    if (this.format === 'csv') {
      let heading = csvLine(columns.map(({ title }) => title))
      return (rows) => {
        const lines = rows.map((row) => csvLine(columns.map(({ text }) => text(row)))).join('')
        const written = heading + lines
        heading = ''
        return written
      }
    }
    return (rows) => {
      const begun = this.#isListBegun ? ',\n' : '{\n  "data": [\n'
      this.#isListBegun = true
      return begun + rows.map((row) => `    ${plainJson(row)}`).join(',\n')
    }
  }

  async raw(data: unknown, text: string) {
    await this.show(data, () => (text.endsWith('\n') ? text : `${text}\n`))
  }

  table<Row>(rows: Row[], columns: Column<Row>[]) {
    return table(rows, this.#local(columns), this.terminal.columns, this.#bold)
  }

  /** Lazy, since finding the zone is slow. */
  get #zone() {
    return this.isUtc ? 'UTC' : (this.#known ??= this.terminal.timeZone)
  }

  /** Shows a time in the reader's zone, and other values as they are. */
  say = (value: unknown) => (value instanceof Moment ? value.in(this.#zone) : value)

  #local<Row>(columns: Column<Row>[]): Column<Row>[] {
    const zone = nameOfZone(this.#zone)
    return columns.map((column) => ({
      ...column,
      title: column.isTime ? `${column.title} (${zone})` : column.title,
      text: (row) => this.say(column.text(row)),
    }))
  }

  #bold = (text: string) => this.style('bold', text)

  pairs(pairs: [label: string, text: unknown][]) {
    const known = pairs.filter(([, text]) => text !== null && text !== undefined && text !== '')
    const safe = known.map(([label, text]): [string, string] => [
      label,
      plain(String(this.say(text))),
    ])
    return details(safe, (label) => this.style('dim', label))
  }

  /** Text by a user, on all of its lines. */
  text(written: string) {
    return written === '' ? '' : `${plain(written)}\n`
  }

  /** Applies a colour or style, if the terminal allows it. */
  style(style: Style, text: string) {
    return this.terminal.colours.out ? styleText(style, text, { validateStream: false }) : text
  }

  note(message: string) {
    this.terminal.err(`${plain(message)}\n`)
  }

  /** Checks that later output can be written. @throws Failure */
  reserve() {
    return this.terminal.reserve()
  }

  async end(failure?: Failure) {
    const isUnwritable = failure?.outcome === 'unwritten' || failure?.outcome === 'unread'
    if (failure?.message && (this.format !== 'json' || isUnwritable)) {
      const label = this.terminal.colours.err
        ? styleText('red', 'error:', { validateStream: false })
        : 'error:'
      this.terminal.err(`${label} ${plain(failure.message).replaceAll('\n', ' ')}\n`)
    }
    if (this.format !== 'json' || isUnwritable) return
    const { data, meta } = this.#document
    const ending = { ok: !failure, meta, error: failure ?? null }
    await this.terminal.out(
      this.#isListBegun
        ? `\n  ],\n  ${plainJson(ending, 2).slice(1).trimStart()}\n`
        : `${plainJson({ ok: ending.ok, data, meta, error: ending.error }, 2)}\n`
    )
  }
}

/** Joins the first pages until they hold so many rows. */
async function* inBatches(pages: AsyncIterable<Page>, rows: number): AsyncGenerator<Page> {
  let held: Page | undefined
  let isMeasured = false
  for await (const page of pages) {
    held = held ? { rows: held.rows.concat(page.rows), next: page.next } : page
    if (!isMeasured && held.rows.length < rows) continue
    isMeasured = true
    yield held
    held = undefined
  }
  if (held) yield held
}
