/** From all to few: each audience also reads the members of those before it. */
const audiences = ['everybody', 'owner', 'staff'] as const

/** `export` is a user's export of their own data, with its own members. */
export type Audience = (typeof audiences)[number] | 'export'

/** A function if the SQL depends on the audience. */
type Sql = string | ((audience: Audience) => string)

export interface Facts {
  /** The default is the column with the member's name. */
  sql?: Sql
  nullable?: boolean
  description?: string
  example?: unknown
  /** The default is everybody; `export`: only the export has it. */
  readBy?: Audience
  exported?: boolean
  /** Whether it is hidden without `include`, except in a view that names it. */
  onRequest?: boolean
  /** Whether the query appends its value, as it is not in the row. */
  isAppended?: boolean
  cli?: CliFacts | false
}

/** Its form on the command line. The default is `show` with its name. */
export interface CliFacts {
  label?: string
  /** Whether lists have this column, and the precision of a time. */
  column?: true | 'elastic' | 'day' | 'minute'
  after?: string
  isBlock?: boolean
  isHidden?: boolean
}

export interface Written {
  create: 'required' | 'optional'
  /** False: no update changes it. */
  update?: false
  /** Characters of a text, items of an array. */
  max?: number
  /** Characters of a text; the default is 1. */
  min?: number
  isMultiline?: boolean
  /** Its form, if it is no common text. */
  as?: 'slug' | 'language' | 'url' | 'seo' | 'tag' | 'type' | 'data'
  stores?: Stores
  /** Whether revisions leave it out, since it is no content. */
  isState?: boolean
}

/** Conversions between a value and its column. */
export interface Stores {
  type: string
  value: (given: any) => unknown
  /** @param given the placeholder's column */
  sql: (given: string) => string
}

export type Kind =
  'integer' | 'number' | 'text' | 'boolean' | 'time' | 'enum' | 'json' | 'object' | 'list' | 'array'

export interface Member extends Facts {
  kind: Kind
  schema?: object
  writes?: Written
  /** Whether a text is selected as a column, as Node escapes it faster. */
  isLong?: boolean
  /** Whether JSON never escapes the text. */
  isPlain?: boolean
  item?: Member
  of?: ObjectFacts
}

/** A member with types for the compiler: its value, and whether a create takes it. */
export interface Typed<T, W = never> extends Member {
  type?: T
  taken?: W
}

export type Members = Record<string, Member>

export interface ObjectFacts {
  members: Members
  /** The name of its schema in the document, if it has one. */
  name?: string
  table: string
  audience?: Audience
  /** An SQL condition; if false, the object is null. */
  when?: Sql
  /** If this member is null, the object is null. The default is the first member. */
  presence?: [name: string, member: Member]
  rows?: { from: string; where: Sql; order: string; limit: number }
  tracks?: boolean
}

type Taken<O> = O extends { writes: { update: false } }
  ? 'fixed'
  : O extends { writes: { create: infer C } }
    ? C
    : never

type Value<T, O> = O extends { nullable: true } ? T | null : T

type TextFacts = Facts & {
  format?: string
  pattern?: string
  const?: string
  isLong?: boolean
  isPlain?: boolean
  writes?: Written
}

export const integer = <const O extends Facts & { among?: readonly number[]; writes?: Written }>(
  options: O = {} as O
): Typed<Value<O extends { among: readonly (infer N)[] } ? N : number, O>, Taken<O>> => {
  const { among, ...facts } = options
  return { kind: 'integer', ...facts, ...(among && { schema: { enum: among } }) }
}

export const number = <const O extends Facts>(facts: O): Typed<Value<number, O>> => ({
  kind: 'number',
  ...facts,
})

export const text = <const O extends TextFacts>(
  options: O = {} as O
): Typed<Value<string, O>, Taken<O>> => {
  const { format, pattern, const: constant, ...facts } = options
  const schema = { format, pattern, const: constant }
  const given = Object.entries(schema).filter(([, value]) => value !== undefined)
  return { kind: 'text', ...facts, schema: Object.fromEntries(given) }
}

export const boolean = <const O extends Facts & { writes?: Written }>(
  facts: O = {} as O
): Typed<Value<boolean, O>, Taken<O>> => ({ kind: 'boolean', ...facts })

/** To the millisecond; a text in JSON. */
export const time = <const O extends Facts>(facts: O = {} as O): Typed<Value<string, O>> => ({
  kind: 'time',
  ...facts,
})

export const oneOf = <
  const V extends readonly string[],
  const O extends Facts & { writes?: Written },
>(
  values: V,
  facts: O = {} as O
): Typed<Value<V[number], O>, Taken<O>> => ({ kind: 'enum', ...facts, schema: { enum: values } })

export const json = <T, W = never>(
  schema: object,
  facts: Facts & { writes?: Written } = {}
): Typed<T, W> => ({
  kind: 'json',
  ...facts,
  schema,
})

export const arrayOf = <T, const O extends Facts & { writes?: Written }>(
  item: Typed<T, any>,
  facts: O = {} as O
): Typed<T[], Taken<O>> => ({
  kind: 'array',
  ...facts,
  item,
})

export type Shape<M extends Members> = {
  [N in keyof M]: M[N] extends Typed<infer T, any> ? T : never
}

/** An object of its own members. If nullable, it is null when its first member is null. */
export const object = <const M extends Members, const O extends Facts>(
  members: M,
  facts: O = {} as O
): Typed<Value<Shape<M>, O>> => ({ kind: 'object', ...facts, of: { members, table: '' } })

export function isReadBy({ readBy = 'everybody', exported }: Member, audience: Audience): boolean {
  if (audience === 'export') return exported === true || readBy === 'export'
  if (readBy === 'export') return false
  return audiences.indexOf(audience) >= audiences.indexOf(readBy)
}

export const isFor = (part: { for?: readonly Audience[] }, audience: Audience) =>
  part.for?.includes(audience) ?? true
