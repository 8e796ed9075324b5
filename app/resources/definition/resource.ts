import type { Filters, FilterValues } from '#resources/definition/filters'
import type { Member, Members, Shape, Typed } from '#resources/definition/members'
import type { Sorts } from '#resources/definition/sorts'
import { View, type ViewFacts } from '#resources/definition/view'

interface Definition<M extends Members, V extends string, F extends Filters, S extends Sorts> {
  table: string
  /** SQL joins that its members need. */
  joins?: string
  /** Whether rows belong only to the user in `user_id`: that user's export then has them. */
  isOwned?: true
  /** The member with the time of the last edit, for the entity tag. */
  revision?: keyof M & string
  /** Whether `Form.encode` tracks its ids, for cache invalidation. */
  isTracked?: boolean
  members: M
  /** The first order is the default. */
  filters?: F
  sorts?: S
  views: Record<V, ViewFacts<keyof M & string>>
}

export interface Resource<
  M extends Members = any,
  V extends string = any,
  F extends Filters = any,
  S extends Sorts = any,
> {
  definition: Definition<M, V, F, S>
  table: string
  joins: string
  from: string
  members: M
  views: Record<V, View>
  exported: View
  written: Record<string, Member>
}

export function defineResource<
  const M extends Members,
  const V extends string,
  const F extends Filters = {},
  const S extends Sorts = {},
>(definition: Definition<M, V, F, S>): Resource<M, V, F, S> {
  const { table, joins = '', members, views } = definition
  const made = Object.entries<ViewFacts>(views).map(([name, facts]) => [
    name,
    new View(name, definition, facts),
  ])
  const writes = Object.entries<Member>(members).filter(([, member]) => member.writes)
  return {
    definition,
    table,
    joins,
    from: `${table} ${joins}`,
    members,
    views: Object.fromEntries(made),
    exported: new View('', definition, { for: 'export' }),
    written: Object.fromEntries(writes),
  }
}

export type ListedBy<R extends Resource> =
  R extends Resource<any, any, infer F, infer S>
    ? FilterValues<F> & { sort?: keyof S & string }
    : never

export type Shown<R extends Resource> = R extends Resource<infer M> ? Shape<M> : never

type Taken<M extends Members, W> = {
  [N in keyof M]: M[N] extends Typed<any, infer V>
    ? [V] extends [W]
      ? [V] extends [never]
        ? never
        : N
      : never
    : never
}[keyof M]

type Fields<M extends Members> = { [N in Taken<M, 'required' | 'fixed'>]: Shape<M>[N] } & {
  [N in Taken<M, 'optional'>]?: Shape<M>[N]
}

type Changes<M extends Members> = { [N in Taken<M, 'required' | 'optional'>]?: Shape<M>[N] }

export type CreateFields<R extends Resource> = R extends Resource<infer M> ? Fields<M> : never

export type UpdateFields<R extends Resource> = R extends Resource<infer M> ? Changes<M> : never
