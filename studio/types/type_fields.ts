import type { Schemas } from '../api/client'

export type Type = Schemas['Type']

export const BUILT_IN = 'post'

export const members = [
  'title',
  'schema',
  'filterable',
  'commentable',
  'votable',
  'listed',
  'write',
] as const

/** What of a type can be changed. */
export type TypeFields = Pick<Type, (typeof members)[number]>

export const changesOf = (mine: TypeFields, base: TypeFields): Partial<TypeFields> =>
  Object.fromEntries(
    members
      .filter((name) => JSON.stringify(mine[name]) !== JSON.stringify(base[name]))
      .map((name) => [name, mine[name]])
  )
