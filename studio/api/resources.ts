import type { SortPayload } from 'react-admin'
import type { ApiResource, Noun } from '../kit/noun'
import { nouns } from '../nouns'

/** @throws Error for a name without a noun */
export function resourceOf(name: string): ApiResource {
  const noun: Noun | undefined = nouns.find((one) => one.name === name)
  if (!noun?.api) throw new Error(`studio/nouns.ts has no API for "${name}"`)
  return noun.api
}

/** @returns the order of the API; undefined: its default */
export const orderOf = ({ sorts }: ApiResource, sort?: SortPayload): string | undefined =>
  sort && sorts[sort.field]?.[sort.order]

/** @returns the column and the direction of an order of the API */
export function sortOf({ sorts }: ApiResource, order: string | null): SortPayload | undefined {
  for (const [field, { ASC, DESC }] of Object.entries(sorts)) {
    if (order === ASC) return { field, order: 'ASC' }
    if (order === DESC) return { field, order: 'DESC' }
  }
  return undefined
}

/** Filters as parameters of the API: `data: { place }` is `data.place`. Empty ones are left out. */
export const parametersOf = (filters: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) => {
      if (value === null || value === undefined || value === '') return []
      if (typeof value !== 'object') return [[name, String(value)]]
      return Object.entries(parametersOf(value)).map(([inner, one]) => [`${name}.${inner}`, one])
    })
  )

/** The inverse. */
export function filtersOf(parameters: Record<string, string>): Record<string, unknown> {
  const filters: Record<string, any> = {}
  for (const [name, value] of Object.entries(parameters)) {
    const [outer, inner] = name.split('.')
    if (inner) filters[outer] = { ...filters[outer], [inner]: value }
    else filters[outer] = value
  }
  return filters
}
