import { styleText } from 'node:util'
import type { Failure } from '#cli/failure'
import { plain, plainJson } from '#cli/output/plain'
import { details, table, type Column } from '#cli/output/table'
import type { Terminal } from '#cli/terminal'

export type Format = 'people' | 'json' | 'jsonl'

/** One page of a list, and the cursor of the next one. */
export interface Page<Row = any> {
  rows: Row[]
  next: string | null
}

type Style = Parameters<typeof styleText>[0]

/**
 * What a command gives: for people, as one JSON document, or as a line of JSON for each row. A
 * document is written when the command ends, since it tells how that went.
 */
export class Output {
  #document: { data: unknown; meta: Record<string, unknown> } = { data: null, meta: {} }

  constructor(
    private terminal: Terminal,
    readonly format: Format
  ) {}

  /** Gives one thing. @param text how people see it, checked already for what a terminal obeys */
  async show(data: unknown, text: () => string, meta: Record<string, unknown> = {}) {
    if (this.format === 'json') this.#document = { data, meta }
    else if (this.format === 'jsonl') {
      await this.terminal.out(
        [data]
          .flat()
          .map((row) => `${plainJson(row)}\n`)
          .join('')
      )
    } else await this.terminal.out(text())
  }

  /** Gives one thing as labels and texts. */
  details(data: unknown, pairs: [label: string, text: unknown][], meta = {}) {
    return this.show(data, () => this.pairs(pairs), meta)
  }

  /** Gives a list; lines of JSON go out page by page. */
  async list(pages: AsyncIterable<Page>, columns: Column[], nothing = 'Nothing found') {
    const all: unknown[] = []
    let next: string | null = null
    for await (const page of pages) {
      next = page.next
      if (this.format !== 'jsonl') all.push(...page.rows)
      else await this.terminal.out(page.rows.map((row) => `${plainJson(row)}\n`).join(''))
    }
    if (this.format === 'json') this.#document = { data: all, meta: { count: all.length, next } }
    if (this.format === 'people') {
      if (all.length > 0) await this.terminal.out(this.table(all, columns))
      else this.note(nothing)
    }
    if (next && this.format !== 'json') this.note(`There is more: --cursor ${next}`)
  }

  /** Text without any form, such as a script. */
  async raw(data: unknown, text: string) {
    await this.show(data, () => (text.endsWith('\n') ? text : `${text}\n`))
  }

  table<Row>(rows: Row[], columns: Column<Row>[]) {
    return table(rows, columns, this.terminal.columns, (title) => this.dress('bold', title))
  }

  pairs(pairs: [label: string, text: unknown][]) {
    const known = pairs.filter(([, text]) => text !== null && text !== undefined && text !== '')
    const safe = known.map(([label, text]): [string, string] => [label, plain(String(text))])
    return details(safe, (label) => this.dress('dim', label))
  }

  /** What somebody wrote, over as many lines as it has. */
  text(written: string) {
    return written === '' ? '' : `${plain(written)}\n`
  }

  /** Colours data, where it may be. */
  dress(style: Style, text: string) {
    return this.terminal.colours.out ? styleText(style, text, { validateStream: false }) : text
  }

  /** Tells people something that is not data. */
  note(message: string) {
    this.terminal.err(`${plain(message)}\n`)
  }

  /** Writes what has to be written at the end. */
  async end(failure?: Failure) {
    if (failure?.message && this.format !== 'json') {
      const label = this.terminal.colours.err
        ? styleText('red', 'error:', { validateStream: false })
        : 'error:'
      this.terminal.err(`${label} ${plain(failure.message).replaceAll('\n', ' ')}\n`)
    }
    if (this.format !== 'json') return
    const { data, meta } = this.#document
    const document = { ok: !failure, data, meta, error: failure ?? null }
    await this.terminal.out(`${plainJson(document, 2)}\n`)
  }
}
