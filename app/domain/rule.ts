import type { Actor } from '#domain/roles'

interface Viewpoint {
  /** Null: a visitor without an account. */
  viewer: Actor | null
  /** The placeholder of the viewer's id in SQL. */
  mark: string
  isAuthor: boolean
}

/** SQL, or the value if the viewpoint decides the rule. */
type Condition = string | boolean

/** A rule about a row and its viewer. It tests a row in memory, and writes itself as an SQL condition. */
export class Rule<Row> {
  constructor(
    readonly holds: (row: Row, viewer: Actor | null) => boolean,
    readonly condition: (viewpoint: Viewpoint) => Condition
  ) {}

  get forVisitors(): string {
    return this.#write({ viewer: null })
  }

  /** The rule for the author of all rows in the query, as SQL without bindings. */
  get forAuthor(): string {
    return this.#write({ viewer: null, isAuthor: true })
  }

  /** The rule for a viewer, as SQL with `:viewerId` for the id. */
  sqlFor(viewer: Actor | null): string {
    return this.#write({ viewer })
  }

  /** The rule with its bindings, for `whereRaw`. */
  where(viewer: Actor | null): [sql: string, values: Record<string, number>] {
    return [this.sqlFor(viewer), viewer ? { viewerId: viewer.id } : {}]
  }

  #write({ viewer, isAuthor = false }: Partial<Viewpoint> & Pick<Viewpoint, 'viewer'>) {
    return String(this.condition({ viewer, mark: ':viewerId', isAuthor }))
  }
}

type Named<Row, Type> = { [Name in keyof Row]: Row[Name] extends Type ? Name : never }[keyof Row]

/** Rules on the columns of a table. None gives null in SQL where `not` would apply to it. */
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

/** A rule about the viewer alone. */
export const viewerIs = (holds: (viewer: Actor) => boolean) =>
  new Rule<unknown>(
    (_, viewer) => viewer !== null && holds(viewer),
    ({ viewer }) => viewer !== null && holds(viewer)
  )

/** A rule about a parent row, such as the post of a comment. */
export const within = <Name extends string, Row>(name: Name, rule: Rule<Row>) =>
  new Rule<Record<Name, Row>>(
    (row, viewer) => rule.holds(row[name], viewer),
    // The author of the rows need not be the author of their parents.
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

function join(rules: Rule<any>[], viewpoint: Viewpoint, word: 'and' | 'or'): Condition {
  const settles = word === 'or'
  const conditions = rules.map((rule) => rule.condition(viewpoint))
  if (conditions.includes(settles)) return settles
  const open = conditions.filter((condition) => typeof condition === 'string')
  if (open.length === 0) return !settles
  return open.length === 1 ? open[0] : `(${open.join(` ${word} `)})`
}
