import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import type { Order } from '#db/keyset'
import type { Values } from '#db/statement'
import { patternOf } from '#domain/search/pattern'
import { searched } from '#queries/searched'
import type { Filter, FilterIndex, Range } from '#resources/definition/filters'
import type { View } from '#resources/definition/view'

type Asked = Record<string, any>

export interface Condition {
  name: string
  filter: string
  /** SQL. @param mark the placeholder of the value */
  where: (mark: string) => string
  /** Absent if the SQL is complete. */
  value?: unknown
  index?: FilterIndex
  range?: Range
}

export function isUnfiltered({ filters }: View, asked: Asked): boolean {
  for (const name in filters) if (asked[name] !== undefined) return false
  return true
}

export const givenFilters = ({ filters }: View, asked: Asked): [string, unknown][] =>
  Object.keys(filters)
    .filter((name) => asked[name] !== undefined)
    .map((name) => [name, asked[name]])

/** The conditions of the given filters of a view. Users must be ids already. @throws ValidationException */
export const conditionsOf = (view: View, asked: Asked): Condition[] =>
  givenFilters(view, asked).flatMap(
    ([name, value]) => conditionOf(name, view.filters[name], value) ?? []
  )

function conditionOf(name: string, filter: Filter, value: any): Condition | undefined {
  const { kind, where, values, index, range } = filter
  const choice = values?.[value]
  const special = choice?.where
  if (special) {
    return { name: `${name}=${value}`, filter: name, where: () => special, index: choice.index }
  }
  return where && { name, filter: name, where, value: valueOf(kind, value), index, range }
}

function valueOf(kind: Filter['kind'], value: any) {
  if (kind === 'words') return searched(value).text
  return kind === 'part' ? patternOf(value) : value
}

/** Replaces users in filters by ids; `none` stays. @param idOf finds a user; `keepsErased`: an id needs no account */
export async function withIds<A extends Asked>(
  { filters }: View,
  asked: A,
  idOf: (reference: string, facts: { keepsErased: boolean }) => Promise<number>
): Promise<A> {
  const ids: Asked = {}
  for (const name in filters) {
    const { kind, values, keepsErased = false } = filters[name]
    const reference = asked[name]
    if (kind !== 'user' || typeof reference !== 'string' || values?.[reference]) continue
    ids[name] = await idOf(reference, { keepsErased })
  }
  return { ...asked, ...ids }
}

export const sqlOf = ({ where, value }: Condition, values: Values): string =>
  where(value === undefined ? '' : values.add(value))

/** Returns no query, since awaiting one runs it. */
export function narrow(query: DatabaseQueryBuilderContract<any>, conditions: Condition[]): void {
  for (const { where, value } of conditions) {
    if (value === undefined) query.whereRaw(where(''))
    else query.whereRaw(where(':value'), { value: value as any })
  }
}

export function orderOf({ sorts }: View, sort = Object.keys(sorts)[0]): Order {
  return sorts[sort]
}

/** Staff's order by time follows a filter by another time, whose index then finds the first row. */
export function orderWithin(view: View, { sort, ...asked }: Asked): Order {
  const { columns, direction } = orderOf(view, sort)
  const isByAge = sort === undefined || sort === 'new' || sort === 'old'
  const leading = Object.entries(view.filters).find(
    ([name, { orderBy }]) => isByAge && orderBy && asked[name] !== undefined
  )
  return { columns: leading ? [leading[1].orderBy!, columns.at(-1)!] : columns, direction }
}
