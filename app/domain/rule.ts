import type { Actor } from '#domain/roles'

/** What is known of the viewer when a rule is written as SQL. */
interface Viewpoint {
  /** Null: anybody, without an account. */
  viewer: Actor | null
  /** The mark in SQL that stands for the id of the viewer. */
  mark: string
  /** Whether the viewer wrote all rows that are asked for. */
  isAuthor: boolean
}

/** A condition of SQL, or its value where the viewpoint settles it. */
type Condition = string | boolean

/**
 * A rule about a row and its viewer, declared once: it decides about a row in memory, and writes itself
 * as a condition of SQL.
 */
export class Rule<Row> {
  constructor(
    readonly holds: (row: Row, viewer: Actor | null) => boolean,
    readonly condition: (viewpoint: Viewpoint) => Condition
  ) {}

  /** The rule for anybody, as SQL without values. */
  get forAnybody(): string {
    return this.#write({ viewer: null })
  }

  /** The rule for the author of all rows that are asked for, as SQL without values. */
  get forAuthor(): string {
    return this.#write({ viewer: null, isAuthor: true })
  }

  /** The rule for a viewer, as SQL in which `:viewerId` stands for the id. */
  sqlFor(viewer: Actor | null): string {
    return this.#write({ viewer })
  }

  /** The same with its values, as `whereRaw` takes it. */
  where(viewer: Actor | null): [sql: string, values: Record<string, number>] {
    return [this.sqlFor(viewer), viewer ? { viewerId: viewer.id } : {}]
  }

  #write({ viewer, isAuthor = false }: Partial<Viewpoint> & Pick<Viewpoint, 'viewer'>) {
    return String(this.condition({ viewer, mark: ':viewerId', isAuthor }))
  }
}

/** The names of the members of a row that have values of one type. */
type Named<Row, Type> = { [Name in keyof Row]: Row[Name] extends Type ? Name : never }[keyof Row]

/** What can be asked of the rows of a table. No answer is null in SQL where it would be negated. */
export function factsOf<Row extends object>(table: string) {
  const columnOf = (name: keyof Row) => `${table}.${String(name)}`
  return {
    is: (name: Named<Row, boolean>) =>
      new Rule<Row>(
        (row) => Boolean(row[name]),
        () => columnOf(name)
      ),
    isNot: (name: Named<Row, boolean>) =>
      new Rule<Row>(
        (row) => !row[name],
        () => `not ${columnOf(name)}`
      ),
    isNull: (name: keyof Row) =>
      new Rule<Row>(
        (row) => row[name] === null,
        () => `${columnOf(name)} is null`
      ),
    /** Whether the viewer wrote the row. @param name of the column with the author's id */
    isByViewer: (name: Named<Row, number | null>) =>
      new Rule<Row>(
        (row, viewer) => viewer !== null && row[name] === viewer.id,
        ({ viewer, mark, isAuthor }) =>
          isAuthor || (viewer !== null && `${columnOf(name)} = ${mark}`)
      ),
  }
}

/** What the viewer is, whatever the row. */
export const viewerIs = (holds: (viewer: Actor) => boolean) =>
  new Rule<unknown>(
    (_, viewer) => viewer !== null && holds(viewer),
    ({ viewer }) => viewer !== null && holds(viewer)
  )

/** A rule about a row that is a member of another, as the post of a comment. */
export const within = <Name extends string, Row>(name: Name, rule: Rule<Row>) =>
  new Rule<Record<Name, Row>>(
    (row, viewer) => rule.holds(row[name], viewer),
    // Who wrote the rows that are asked for did not write those that they belong to.
    (viewpoint) => rule.condition({ ...viewpoint, isAuthor: false })
  )

export const all = <Row>(...rules: Rule<Row>[]) =>
  new Rule<Row>(
    (row, viewer) => rules.every((rule) => rule.holds(row, viewer)),
    (viewpoint) => join(rules, viewpoint, 'and')
  )

export const any = <Row>(...rules: Rule<Row>[]) =>
  new Rule<Row>(
    (row, viewer) => rules.some((rule) => rule.holds(row, viewer)),
    (viewpoint) => join(rules, viewpoint, 'or')
  )

/** Leaves out what the viewpoint settles. */
function join(rules: Rule<any>[], viewpoint: Viewpoint, word: 'and' | 'or'): Condition {
  const settles = word === 'or'
  const conditions = rules.map((rule) => rule.condition(viewpoint))
  if (conditions.includes(settles)) return settles
  const open = conditions.filter((condition) => typeof condition === 'string')
  if (open.length === 0) return !settles
  return open.length === 1 ? open[0] : `(${open.join(` ${word} `)})`
}
