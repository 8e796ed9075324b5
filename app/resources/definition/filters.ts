import { isFor, type Audience } from '#resources/definition/members'

/** An SQL condition. @param mark the placeholder of the value */
type Where = (mark: string) => string

/** How an index finds the rows of a filter. Without one, a list looks for them row by row. */
export interface FilterIndex {
  /** The orders that the index has, by audience. In another order, few rows are sorted. */
  orders?: Partial<Record<Audience, readonly string[]>>
  /** Whether there are always few rows, so that nothing counts them. */
  isSmall?: true
  /** Whether visible rows have one index, and the others another. */
  isHalved?: true
  /** Whether it finds rows only in these orders, so that it can't lead another one. */
  isOnlyInOrder?: boolean
}

/** A bound of a column, such as `>=`. */
export interface Range {
  column: string
  sign: '>=' | '<'
}

export interface Choice {
  /** The default is the condition of the filter. */
  where?: string
  index?: FilterIndex
  for?: readonly Audience[]
}

export interface FilterFacts {
  /** Completes "Only those …". */
  description: string
  /** The default is all audiences. */
  for?: readonly Audience[]
  /** Absent if the query of the list applies it. */
  where?: Where
  index?: FilterIndex
  /** A bound of a column that has an index. It bounds an order by that column, too. */
  range?: Range
  values?: Record<string, Choice>
  /** The column that leads the order of staff's lists, so that an index finds the first row. */
  orderBy?: string
  example?: unknown
  /** Its option on the command line. The default is its name. */
  option?: string
}

/** `words` are searched by stem, a `part` literally. */
export type FilterKind =
  | 'choice'
  | 'user'
  | 'words'
  | 'part'
  | 'integer'
  | 'time'
  | 'text'
  | 'uuid'
  | 'role'
  | 'tags'
  | 'data'

export interface Filter<T = any> extends FilterFacts {
  kind: FilterKind
  min?: number
  pattern?: RegExp
  /** Whether the id of an erased user finds rows. */
  keepsErased?: boolean
  type?: T
}

export type Filters = Record<string, Filter>

export type FilterValues<F extends Filters> = {
  [N in keyof F]?: F[N] extends Filter<infer T> ? T : never
}

const filter =
  <T>(kind: FilterKind) =>
  (facts: FilterFacts): Filter<T> => ({ kind, ...facts })

export const byWords = filter<string>('words')
export const byPart = filter<string>('part')
export const byTime = filter<Date>('time')
/** Times from one on, or before one. @param column with an index */
export const byRange = (
  column: string,
  sign: Range['sign'],
  { index = {}, ...facts }: FilterFacts
) =>
  byTime({
    ...facts,
    range: { column, sign },
    index,
    where: (mark) => `${column} ${sign} ${mark}`,
  })
export const byUuid = filter<string>('uuid')
export const byRole = filter<string>('role')
/** Comma-separated tags; `-` before a tag excludes it. The query of the list applies the filter. */
export const byTags = filter<string>('tags')

/** Values of members of `data`, as in `data.place=Berlin`. The query of the list applies the filter. */
export const byData = filter<Record<string, string>>('data')

/** A client names a user; the condition gets the id. */
export const byUser = (
  facts: FilterFacts & { keepsErased?: boolean }
): Filter<string | number> => ({ kind: 'user', ...facts })

export const byInteger = ({
  min = 1,
  ...facts
}: FilterFacts & { min?: number }): Filter<number> => ({
  kind: 'integer',
  min,
  ...facts,
})

export const byText = (facts: FilterFacts & { pattern: RegExp }): Filter<string> => ({
  kind: 'text',
  ...facts,
})

export const byChoice = <const V extends string>(
  choices: readonly V[],
  facts: FilterFacts
): Filter<V> => ({
  kind: 'choice',
  ...facts,
  values: Object.fromEntries(choices.map((value) => [value, {}])),
})

export const byCondition = <const V extends string>(
  choices: Record<V, string | Choice>,
  facts: FilterFacts
): Filter<V> => {
  const entries = Object.entries<string | Choice>(choices).map(([value, choice]) => [
    value,
    typeof choice === 'string' ? { where: choice } : choice,
  ])
  return { kind: 'choice', ...facts, values: Object.fromEntries(entries) }
}

/** Staff's filters by the time at which a row was created. */
export const createdWithin = (table: string) => {
  const orderBy = `${table}.created_at`
  return {
    since: byRange(orderBy, '>=', {
      description: 'created at this time or later',
      for: ['staff'],
      orderBy,
    }),
    until: byRange(orderBy, '<', {
      description: 'created before this time',
      for: ['staff'],
      orderBy,
    }),
  }
}

/** Each filter gets the values of the audience. */
export const filtersFor = (filters: Filters, audience: Audience): Filters =>
  Object.fromEntries(
    Object.entries(filters)
      .filter(([, one]) => isFor(one, audience))
      .map(([name, one]) => [name, { ...one, values: valuesFor(one, audience) }])
  )

function valuesFor({ values }: Filter, audience: Audience) {
  if (!values) return undefined
  return Object.fromEntries(Object.entries(values).filter(([, one]) => isFor(one, audience)))
}
