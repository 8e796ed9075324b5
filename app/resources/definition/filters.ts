import { isFor, type Audience } from '#resources/definition/members'

/** An SQL condition. @param mark the placeholder of the value */
type Where = (mark: string) => string

interface Choice {
  /** The default is the condition of the filter. */
  where?: string
  /** The default is all audiences. */
  for?: readonly Audience[]
}

export interface FilterFacts {
  /** Completes "Only those …". */
  description: string
  /** The audiences whose lists have it. The default is all. */
  for?: readonly Audience[]
  /** Absent if the query of the list applies it. */
  where?: Where
  /** Values with a condition of their own. */
  values?: Record<string, Choice>
  /** The column that leads the order of staff's lists, so that an index finds the first row. */
  orderBy?: string
  example?: unknown
  /** Its option on the command line. The default is its name. */
  option?: string
}

/** `words` are searched by stem, a `part` as it stands. */
export type FilterKind =
  'choice' | 'user' | 'words' | 'part' | 'integer' | 'time' | 'text' | 'uuid' | 'role' | 'tags'

export interface Filter<T = any> extends FilterFacts {
  kind: FilterKind
  /** Of an integer. */
  min?: number
  /** Of a text. */
  pattern?: RegExp
  /** Whether an id of an erased user finds rows. */
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
export const byUuid = filter<string>('uuid')
export const byRole = filter<string>('role')
/** Tags with commas between, `-` before those that posts go without. The query of the list applies it. */
export const byTags = filter<string>('tags')

/** Users are named; the condition gets the id. */
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

/** One of several values. */
export const byChoice = <const V extends string>(
  choices: readonly V[],
  facts: FilterFacts
): Filter<V> => ({
  kind: 'choice',
  ...facts,
  values: Object.fromEntries(choices.map((value) => [value, {}])),
})

/** One of several values, each with its own condition. */
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
    since: byTime({
      description: 'created at this time or later',
      for: ['staff'],
      where: (time) => `${orderBy} >= ${time}`,
      orderBy,
    }),
    until: byTime({
      description: 'created before this time',
      for: ['staff'],
      where: (time) => `${orderBy} < ${time}`,
      orderBy,
    }),
  }
}

/** The filters of an audience, each with the values of that audience. */
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
