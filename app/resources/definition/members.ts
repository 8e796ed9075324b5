/** Who reads a member, from all to few: what one audience reads, the next one reads too. */
const audiences = ['everybody', 'owner', 'staff'] as const

/** Whom a view is for; the export of a user's own data is for its owner, and has members of its own. */
export type Audience = (typeof audiences)[number] | 'export'

/** An expression of SQL; a function where it depends on who reads. */
type Sql = string | ((audience: Audience) => string)

/** What any member may say of itself. */
export interface Facts {
  /** The column of the member's name, unless given. */
  sql?: Sql
  nullable?: boolean
  description?: string
  example?: unknown
  /** Everybody, unless given; `export`: nobody, but it is in the export. */
  readBy?: Audience
  /** Whether the export of the user's own data has it. */
  exported?: boolean
  /** Whether it is there only by `include`, or in a view that names it. */
  onRequest?: boolean
  /** Whether the query gives its value, as it is not in the row. */
  isAppended?: boolean
  cli?: CliFacts | false
}

/** How the command line shows a member; nothing said, `show` has it under its own name. */
export interface CliFacts {
  label?: string
  /** Whether lists have a column of it; how exactly a time is shown there. */
  column?: true | 'elastic' | 'day' | 'minute'
  /** The member behind which it stands. */
  after?: string
  /** Whether it is a text of its own below the others. */
  isBlock?: boolean
  /** Whether `show` leaves it out. */
  isHidden?: boolean
}

/** What a create or an update takes of a member. */
export interface Written {
  create: 'required' | 'optional'
  /** Characters of a text. */
  max?: number
  /** Whether a text may have several lines. */
  isMultiline?: boolean
}

export type Kind =
  'integer' | 'number' | 'text' | 'boolean' | 'time' | 'enum' | 'json' | 'object' | 'list' | 'array'

export interface Member extends Facts {
  kind: Kind
  /** More of its schema. */
  schema?: object
  writes?: Written
  /** Whether a text is so long that it is selected beside the others, as Node escapes it faster. */
  isLong?: boolean
  /** Whether a text never has anything that JSON escapes. */
  isPlain?: boolean
  /** What an array has. */
  item?: Member
  /** What is in an object, or in each of a list. */
  of?: ObjectFacts
}

/** A member, with what it is in TypeScript and whether a create takes it: for the compiler alone. */
export interface Typed<T, W = never> extends Member {
  type?: T
  taken?: W
}

export type Members = Record<string, Member>

/** What a member that is an object is made of. */
export interface ObjectFacts {
  members: Members
  /** The schema of its own that it has in the document. */
  name?: string
  /** The table of its columns. */
  table: string
  /** Whom the rows of a list are for. */
  audience?: Audience
  /** Condition of SQL without which it is null. */
  when?: Sql
  /** The member without which it is null: its first one, unless given. */
  presence?: [name: string, member: Member]
  /** Of a list: its rows in SQL, with their order and number. */
  rows?: { from: string; where: string; order: string; limit: number }
  /** Whether what names it is told of (`Form.encode`). */
  tracks?: boolean
}

/** Whether a create needs a member or takes it; never, where clients can't set it. */
type Taken<O> = O extends { writes: { create: infer C } } ? C : never

type Value<T, O> = O extends { nullable: true } ? T | null : T

type TextFacts = Facts & {
  format?: string
  pattern?: string
  const?: string
  isLong?: boolean
  isPlain?: boolean
  writes?: Written
}

export const integer = <const O extends Facts & { among?: readonly number[] }>(
  options: O = {} as O
): Typed<Value<O extends { among: readonly (infer N)[] } ? N : number, O>> => {
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

/** A time to the millisecond; JSON has it as a text. */
export const time = <const O extends Facts>(facts: O = {} as O): Typed<Value<string, O>> => ({
  kind: 'time',
  ...facts,
})

export const oneOf = <const V extends readonly string[], const O extends Facts>(
  values: V,
  facts: O = {} as O
): Typed<Value<V[number], O>> => ({ kind: 'enum', ...facts, schema: { enum: values } })

/** A value that the row has as JSON. */
export const json = <T>(schema: object, facts: Facts = {}): Typed<T> => ({
  kind: 'json',
  ...facts,
  schema,
})

/** Several values of one kind, as an answer has them. */
export const arrayOf = <T>(item: Typed<T, any>, facts: Facts = {}): Typed<T[]> => ({
  kind: 'array',
  ...facts,
  item,
})

/** What the members of an object are in TypeScript. */
export type Shape<M extends Members> = {
  [N in keyof M]: M[N] extends Typed<infer T, any> ? T : never
}

/** An object of its own members; null where it may be and its first member is. */
export const object = <const M extends Members, const O extends Facts>(
  members: M,
  facts: O = {} as O
): Typed<Value<Shape<M>, O>> => ({ kind: 'object', ...facts, of: { members, table: '' } })

/** Whether an audience reads a member. */
export function isReadBy({ readBy = 'everybody', exported }: Member, audience: Audience): boolean {
  if (audience === 'export') return exported === true || readBy === 'export'
  if (readBy === 'export') return false
  return audiences.indexOf(audience) >= audiences.indexOf(readBy)
}
