import {
  filtersFor,
  sortsFor,
  type Filters,
  type FilterValues,
  type ListOrder,
  type Sorts,
} from '#resources/definition/filters'
import { Form } from '#resources/definition/form'
import {
  isReadBy,
  type Audience,
  type Facts,
  type Member,
  type Members,
  type Shape,
  type Typed,
} from '#resources/definition/members'
import { schemaOfMembers } from '#resources/definition/schema'
import { namesIn, type Selection } from '#resources/definition/selection'

export interface ViewFacts<Name extends string = string> {
  for: Audience
  only?: readonly Name[]
  /** Shows these members although they are on request or hidden elsewhere. */
  with?: readonly Name[]
  /** Members that only some viewers see. */
  sometimes?: readonly Name[]
  /** It has no schema of its own: it is part of others. */
  isInline?: true
  nullable?: boolean
  description?: string
}

interface Definition<M extends Members, V extends string, F extends Filters, S extends Sorts> {
  table: string
  /** SQL joins that its members need. */
  joins?: string
  /** The member with the time of the last edit, for the entity tag. */
  revision?: keyof M & string
  /** Whether `Form.encode` tracks its ids, for cache invalidation. */
  isTracked?: boolean
  members: M
  /** How its lists are narrowed and sorted. The first order is the default. */
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

/** Defines a resource by its members: its views, export and writable members. */
export function defineResource<
  const M extends Members,
  const V extends string,
  const F extends Filters = {},
  const S extends Sorts = {},
>(definition: Definition<M, V, F, S>): Resource<M, V, F, S> {
  const { table, joins = '', members, views } = definition
  const made = Object.entries<ViewFacts>(views).map(([name, facts]) => [
    name,
    new View(name, definition as Definition<any, any, any, any>, facts),
  ])
  const writes = Object.entries<Member>(members).filter(([, member]) => member.writes)
  return {
    definition,
    table,
    joins,
    from: `${table} ${joins}`,
    members,
    views: Object.fromEntries(made),
    exported: new View('', definition as Definition<any, any, any, any>, { for: 'export' }),
    written: Object.fromEntries(writes),
  }
}

/** The filters of a list, and its order. */
export type ListedBy<R extends Resource> =
  R extends Resource<any, any, infer F, infer S>
    ? FilterValues<F> & { sort?: keyof S & string }
    : never

export type Shown<R extends Resource> = R extends Resource<infer M> ? Shape<M> : never

/** A response without a row: the object, and its schema. */
export const shape = <const M extends Members>(
  members: M,
  { optional = [] as (keyof M)[] } = {}
) => ({
  members,
  schema: schemaOfMembers(members, {
    required: Object.keys(members).filter((name) => !optional.includes(name)),
  }),
})

export type ShapeOf<S extends { members: Members }> = Shape<S['members']>

/** The values of `fields` and `include`. */
export interface AskedMembers {
  fields?: string
  include?: string
}

const MAX_FORMS = 200

export class View {
  readonly audience: Audience
  readonly table: string
  readonly revision?: { name: string; member: Member }
  readonly tracks: boolean
  readonly members: Members
  readonly shown: readonly string[]
  readonly filters: Filters
  readonly sorts: Record<string, ListOrder>
  /** The shown members, including those that only some viewers see. */
  readonly #unasked: readonly string[]
  readonly #forms = new Map<string, Form>()

  constructor(
    readonly name: string,
    definition: Definition<any, any, any, any>,
    readonly facts: ViewFacts
  ) {
    const { for: audience, only, with: also = [], sometimes = [] } = facts
    this.audience = audience
    this.table = definition.table
    const { revision, isTracked = false } = definition
    if (revision) this.revision = { name: revision, member: definition.members[revision] }
    this.tracks = isTracked
    this.filters = filtersFor(definition.filters ?? {}, audience)
    this.sorts = sortsFor(definition.sorts ?? {}, this)
    const isHere = (member: string) => also.includes(member) || sometimes.includes(member)
    const readable = Object.entries<Member>(definition.members).filter(([member, said]) => {
      if (isHere(member)) return true
      return (only?.includes(member) ?? true) && isReadBy(said, audience) && !said.isAppended
    })
    this.members = Object.fromEntries(readable)
    this.shown = readable
      .filter(
        ([member, { onRequest }]) =>
          !sometimes.includes(member) && (!onRequest || also.includes(member))
      )
      .map(([member]) => member)
    const isUnasked = ([member, { isAppended }]: [string, Member]) =>
      isAppended || this.shown.includes(member)
    this.#unasked = readable.filter(isUnasked).map(([member]) => member)
  }

  /** The form that selects and writes rows. @param asked only known names */
  form({ fields, include }: AskedMembers = {}): Form {
    const key = JSON.stringify([fields, include])
    const known = this.#forms.get(key)
    if (known) return known
    if (this.#forms.size >= MAX_FORMS) this.#forms.clear()
    const form = new Form({ ...this, shown: this.#unasked }, this.#selection({ fields, include }))
    this.#forms.set(key, form)
    return form
  }

  /** The form of a new row, whose lists are empty. */
  get formOfNew(): Form {
    return new Form({ ...this, shown: this.#unasked }, this.#selection({}), { isNew: true })
  }

  get schema(): object {
    const told = Object.entries(this.members).map(([name, member]) => [
      name,
      member.onRequest && !this.shown.includes(name) ? onlyIncluded(name, member) : member,
    ])
    return schemaOfMembers(Object.fromEntries(told), { ...this.facts, required: this.shown })
  }

  #selection({ fields, include }: AskedMembers): Selection {
    const selection: Selection =
      fields === undefined ? new Map(this.#unasked.map((name) => [name, null])) : namesIn(fields)
    for (const [name, inside] of include === undefined ? [] : namesIn(include)) {
      if (!selection.has(name)) selection.set(name, inside)
    }
    // A view may document members that only another view shows to some viewers.
    for (const name of selection.keys()) {
      if (!isReadBy(this.members[name], this.audience)) selection.delete(name)
    }
    return selection
  }
}

const onlyIncluded = (name: string, member: Member): Member => ({
  ...member,
  description: [member.description, `Only with \`include=${name}\`.`].filter(Boolean).join(' '),
})

/** Embeds another resource as an object; null when its first member is null. */
export const embed = <T = object | null>(
  { name, facts, table, members, tracks }: View,
  {
    when,
    values = {},
    ...options
  }: Facts & {
    when?: string | ((audience: Audience) => string)
    /** SQL expressions for members outside its row. */
    values?: Record<string, string>
  } = {}
): Typed<T> => {
  const appended = Object.entries(values).map(([member, sql]) => [
    member,
    { ...members[member], sql, isAppended: false },
  ])
  return {
    kind: 'object',
    nullable: facts.nullable,
    ...options,
    of: { name, table, tracks, when, members: { ...members, ...Object.fromEntries(appended) } },
  }
}

export const listOf = <T = object>(
  { name, facts, table, members, audience }: View,
  { rows, ...options }: Facts & { rows?: NonNullable<Member['of']>['rows'] } = {}
): Typed<T[]> => ({
  kind: 'list',
  ...options,
  of: { name: facts.isInline ? undefined : name, table, members, audience, rows },
})

type Taken<M extends Members, W> = {
  [N in keyof M]: M[N] extends Typed<any, infer V>
    ? [V] extends [W]
      ? [V] extends [never]
        ? never
        : N
      : never
    : never
}[keyof M]

type Fields<M extends Members> = { [N in Taken<M, 'required'>]: Shape<M>[N] } & {
  [N in Taken<M, 'optional'>]?: Shape<M>[N]
}

export type CreateFields<R extends Resource> = R extends Resource<infer M> ? Fields<M> : never

export type UpdateFields<R extends Resource> = Partial<CreateFields<R>>
