import { lineOf } from '#resources/definition/line'
import type { Audience, Member, Members, ObjectFacts } from '#resources/definition/members'
import { asItIs, writers, type Write } from '#resources/definition/writers'

interface Context {
  audience: Audience
  isNew: boolean
  /** Nested rows have only the line, so long texts are in it too. */
  isInner?: boolean
}

/** Turns members into the SQL that selects them and the function that writes them as JSON. */
export class Compiler {
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
    const condition = typeof where === 'function' ? where(this.context.audience) : where
    const inner = new Compiler({
      audience: audience ?? this.context.audience,
      isNew: false,
      isInner: true,
    })
    const write = inner.object(members, table)
    this.#beside.push(`(
      select string_agg(line, E'\\n' order by key) from (
        select ${order} as key, ${inner.line} as line from ${from} where ${condition}
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
