import type { Audience, Member, Members, ObjectFacts } from '#resources/definition/members'
import type { Selection } from '#resources/definition/selection'

export interface Row {
  /** Short values, separated by tabs; null is empty. */
  line: string
  [column: string]: any
}

interface Source {
  audience: Audience
  table: string
  members: Members
  shown: readonly string[]
  /** The member with the time of the last edit. */
  revision?: { name: string; member: Member }
}

/** Writes a value of a row as JSON. @param tracked collects the ids of the users in it */
type Write = (parts: string[], row: Row, tracked?: Set<string>) => string

/**
 * Selected members of a view: their SQL and JSON. One line per row costs PostgreSQL a third less
 * than JSON. Long texts are columns, as Node escapes them faster.
 */
export class Form {
  readonly select: string
  readonly names: ReadonlySet<string>
  /** Equal selections have equal keys; empty for the default members. */
  readonly key: string
  readonly hasLists: boolean
  readonly #parts: Map<string, Member>
  readonly #audience: Audience
  #write: Write
  #revision?: number

  /** @param isNew whether the row is new, so that its lists are empty */
  constructor(source: Source, selection: Selection, { isNew = false } = {}) {
    const { audience, table, revision, members, shown } = source
    const names = Object.keys(members).filter((name) => selection.has(name))
    this.names = new Set(names)
    this.key = keyOf(names, selection, shown)
    this.hasLists = names.some((name) => members[name].kind === 'list')

    this.#audience = audience
    const appended = names.filter((name) => members[name].isAppended && members[name].of)
    this.#parts = new Map(
      appended.map((name) => [name, narrowed(members[name], selection.get(name))])
    )
    const compiler = new Compiler({ audience, isNew })
    const inRow = names.filter((name) => !members[name].isAppended)
    const chosen = inRow.map((name) => [name, narrowed(members[name], selection.get(name))])
    this.#write = compiler.object(Object.fromEntries(chosen), table)
    if (revision)
      this.#revision = compiler.slot(compiler.sqlOf(revision.name, revision.member, table))
    this.select = compiler.select
  }

  get isPlain() {
    return this.key === ''
  }

  /** @param tracked collects the ids of the users in the row */
  encode(row: Row, tracked?: Set<string>): string {
    return this.#write(row.line.split('\t'), row, tracked)
  }

  read<T>(row: Row): T {
    return JSON.parse(this.encode(row))
  }

  /** The form of a list that the query appends. */
  part(name: string): Form {
    const { members, table } = this.#parts.get(name)!.of!
    const shown = Object.keys(members)
    const all: Selection = new Map(shown.map((member) => [member, null]))
    return new Form({ audience: this.#audience, table, members, shown }, all)
  }

  revisionOf({ line }: Row): Date {
    return new Date(isoTime(line.split('\t')[this.#revision!]))
  }
}

function keyOf(names: string[], selection: Selection, shown: readonly string[]) {
  const isPlain = names.every((name) => !selection.get(name)) && String(names) === String(shown)
  if (isPlain) return ''
  return names.map((name) => [name, ...[...(selection.get(name) ?? [])].sort()].join('.')).join()
}

function narrowed(member: Member, inside: Set<string> | null = null): Member {
  const { of } = member
  if (!of) return member
  const kept = Object.entries(of.members).filter(([name, { isAppended, onRequest }]) =>
    inside ? inside.has(name) : !isAppended && !onRequest
  )
  const members = Object.fromEntries(kept.map(([name, inner]) => [name, narrowed(inner)]))
  return { ...member, of: { ...of, members, presence: of.presence ?? firstOf(of.members) } }
}

const firstOf = (members: Members) => Object.entries(members)[0]

interface Context {
  audience: Audience
  isNew: boolean
  /** Nested rows have only the line, so long texts are in it too. */
  isInner?: boolean
}

class Compiler {
  #values: string[] = []
  #beside: string[] = []

  constructor(private context: Context) {}

  get select() {
    return [...this.#beside, `${lineOf(this.#values)} as line`].join(', ')
  }

  get line() {
    return lineOf(this.#values)
  }

  /** The index of a value in the line. Equal values share it. */
  slot(sql: string): number {
    const known = this.#values.indexOf(sql)
    return known === -1 ? this.#values.push(sql) - 1 : known
  }

  sqlOf(name: string, { sql }: Member, table: string) {
    if (sql === undefined) return table ? `${table}.${name}` : name
    return typeof sql === 'string' ? sql : sql(this.context.audience)
  }

  object(members: Members, table: string, isInLine = this.context.isInner): Write {
    const entries = Object.entries(members)
    const writes = entries.map(([name, member]) => this.#member(name, member, table, isInLine))
    const labels = entries.map(([name], index) => `${index ? ',' : '{'}"${name}":`)
    const { length } = writes
    if (length === 0) return () => '{}'
    return (parts, row, tracked) => {
      let json = ''
      for (let index = 0; index < length; index++) {
        json += labels[index] + writes[index](parts, row, tracked)
      }
      return `${json}}`
    }
  }

  #member(name: string, member: Member, table: string, isInLine = false): Write {
    const { kind, isLong, isPlain, of } = member
    if (kind === 'object') return this.#object(of!)
    if (kind === 'list') return this.#list(name, of!)

    const sql = this.sqlOf(name, member, table)
    if (isLong && !isInLine) {
      this.#beside.push(`${sql} as ${name}`)
      return (_, row) => JSON.stringify(row[name])
    }
    if (kind === 'text' && !isPlain) return asItIs(this.slot(`to_json(${sql})`))
    if (kind === 'json') return asItIs(this.slot(`to_jsonb(${sql})`))
    return writers[kind](this.slot(sql))
  }

  #object({ members, table, when, presence, tracks }: ObjectFacts): Write {
    const [name, first] = presence!
    const id = this.sqlOf(name, first, table)
    const condition = typeof when === 'function' ? when(this.context.audience) : when
    const sql = condition ? `case when ${condition} then ${id} end` : id
    const at = this.slot(sql)
    const shown = members[name] ? { ...members, [name]: { ...first, sql } } : members
    const write = this.object(shown, table, true)
    return (parts, row, tracked) => {
      if (!parts[at]) return 'null'
      if (tracks) tracked?.add(parts[at])
      return write(parts, row, tracked)
    }
  }

  #list(name: string, { members, table, rows, audience }: ObjectFacts): Write {
    if (this.context.isNew) return () => '[]'
    const { from, where, order, limit } = rows!
    const inner = new Compiler({
      audience: audience ?? this.context.audience,
      isNew: false,
      isInner: true,
    })
    const write = inner.object(members, table)
    this.#beside.push(`(
      select string_agg(line, E'\\n' order by key) from (
        select ${order} as key, ${inner.line} as line from ${from} where ${where}
        order by ${order} limit ${limit}
      ) as ${name}
    ) as ${name}`)
    return (_, row, tracked) => {
      const lines: string | null = row[name]
      if (lines === null) return '[]'
      return `[${lines
        .split('\n')
        .map((line) => write(line.split('\t'), row, tracked))
        .join()}]`
    }
  }
}

const asItIs =
  (at: number): Write =>
  (parts) =>
    parts[at] || 'null'

/** For texts that JSON never escapes. */
const quoted =
  (at: number): Write =>
  (parts) =>
    parts[at] ? `"${parts[at]}"` : 'null'

const writers = {
  integer: asItIs,
  number: asItIs,
  text: quoted,
  array: asItIs,
  enum: quoted,
  time:
    (at: number): Write =>
    (parts) =>
      parts[at] ? `"${isoTime(parts[at])}"` : 'null',
  boolean:
    (at: number): Write =>
    (parts) =>
      parts[at] === 't' ? 'true' : parts[at] ? 'false' : 'null',
}

/** PostgreSQL's functions take up to 100 arguments, tabs included. */
const MAX_VALUES = 40

/** A text must be JSON, which escapes tabs. */
function lineOf(values: string[]): string {
  if (values.length === 0) return `''`
  if (values.length <= MAX_VALUES) return `concat(${values.join(`, E'\\t', `)})`
  return `concat(${lineOf(values.slice(0, MAX_VALUES))}, E'\\t', ${lineOf(values.slice(MAX_VALUES))})`
}

/** @param time as PostgreSQL writes it in UTC, to the millisecond: `2026-11-22 13:17:00.12+00` */
const isoTime = (time: string) =>
  `${time.slice(0, 10)}T${time.slice(11, 19)}.${time.slice(20, -3).padEnd(3, '0')}Z`
