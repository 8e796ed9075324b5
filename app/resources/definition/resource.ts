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

/** One JSON shape of a resource: what an audience is shown of it in one place. */
export interface ViewFacts<Name extends string = string> {
  for: Audience
  /** These members alone. */
  only?: readonly Name[]
  /** Members that are there, though elsewhere they are by request alone or not at all. */
  with?: readonly Name[]
  /** Members that are there for some who ask. */
  sometimes?: readonly Name[]
  /** Whether it has no schema of its own: it stands within others. */
  isInline?: true
  /** Whether the whole of it can be null. */
  nullable?: boolean
  description?: string
}

interface Definition<M extends Members, V extends string> {
  /** The table of its columns. */
  table: string
  /** What its table is joined to in SQL, for what its members come from. */
  joins?: string
  /** The member that says when it was last edited, which its entity tag names. */
  revision?: keyof M & string
  /** Whether a row that names one is told of (`Form.encode`), so that a cache can invalidate it. */
  isTracked?: boolean
  members: M
  /** Its shapes, by the names of their schemas. */
  views: Record<V, ViewFacts<keyof M & string>>
}

export interface Resource<M extends Members = any, V extends string = any> {
  definition: Definition<M, V>
  table: string
  joins: string
  /** Its rows in SQL. */
  from: string
  members: M
  views: Record<V, View>
  /** What its owner gets of it in the export of their data. */
  exported: View
  /** The members that a create or an update takes. */
  written: Record<string, Member>
}

/** A resource, with all that follows from its members. */
export function defineResource<const M extends Members, const V extends string>(
  definition: Definition<M, V>
): Resource<M, V> {
  const { table, joins = '', members, views } = definition
  const made = Object.entries<ViewFacts>(views).map(([name, facts]) => [
    name,
    new View(name, definition as Definition<any, any>, facts),
  ])
  const writes = Object.entries<Member>(members).filter(([, member]) => member.writes)
  return {
    definition,
    table,
    joins,
    from: `${table} ${joins}`,
    members,
    views: Object.fromEntries(made),
    exported: new View('', definition as Definition<any, any>, { for: 'export' }),
    written: Object.fromEntries(writes),
  }
}

/** What all members of a resource are in TypeScript. */
export type Shown<R extends Resource> = R extends Resource<infer M> ? Shape<M> : never

/** What an answer is that no row is: the object itself, and its schema. */
export const shape = <const M extends Members>(
  members: M,
  { optional = [] as (keyof M)[] } = {}
) => ({
  members,
  schema: schemaOfMembers(members, {
    required: Object.keys(members).filter((name) => !optional.includes(name)),
  }),
})

/** What an answer of a shape is in TypeScript. */
export type ShapeOf<S extends { members: Members }> = Shape<S['members']>

/** What is asked of a view: the values of `fields` and `include`. */
export interface AskedMembers {
  fields?: string
  include?: string
}

/** How many forms of a view are kept, of the very many that can be asked for. */
const MAX_FORMS = 200

export class View {
  readonly audience: Audience
  readonly table: string
  readonly revision?: { name: string; member: Member }
  readonly tracks: boolean
  /** Every member that it may show. */
  readonly members: Members
  /** The names of those that are there unless asked otherwise. */
  readonly shown: readonly string[]
  /** The same with what the query appends for some who ask. */
  readonly #unasked: readonly string[]
  readonly #forms = new Map<string, Form>()

  constructor(
    readonly name: string,
    definition: Definition<any, any>,
    readonly facts: ViewFacts
  ) {
    const { for: audience, only, with: also = [], sometimes = [] } = facts
    this.audience = audience
    this.table = definition.table
    const { revision, isTracked = false } = definition
    if (revision) this.revision = { name: revision, member: definition.members[revision] }
    this.tracks = isTracked
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

  /**
   * How rows of it are selected and written as JSON.
   *
   * @param asked with names that it knows
   */
  form({ fields, include }: AskedMembers = {}): Form {
    const key = JSON.stringify([fields, include])
    const known = this.#forms.get(key)
    if (known) return known
    if (this.#forms.size >= MAX_FORMS) this.#forms.clear()
    const form = new Form({ ...this, shown: this.#unasked }, this.#selection({ fields, include }))
    this.#forms.set(key, form)
    return form
  }

  /** The same of a row that is new, on which nothing hangs yet: no list is asked for. */
  get formOfNew(): Form {
    return new Form({ ...this, shown: this.#unasked }, this.#selection({}), { isNew: true })
  }

  /** Its JSON Schema. */
  get schema(): object {
    return schemaOfMembers(this.members, { ...this.facts, required: this.shown })
  }

  #selection({ fields, include }: AskedMembers): Selection {
    const selection: Selection =
      fields === undefined ? new Map(this.#unasked.map((name) => [name, null])) : namesIn(fields)
    for (const [name, inside] of include === undefined ? [] : namesIn(include)) {
      if (!selection.has(name)) selection.set(name, inside)
    }
    // Some members are in a view for its document alone: another view shows them to who may read them.
    for (const name of selection.keys()) {
      if (!isReadBy(this.members[name], this.audience)) selection.delete(name)
    }
    return selection
  }
}

/** An object that another resource is shown as; null where its first member is. */
export const embed = <T = object | null>(
  { name, facts, table, members, tracks }: View,
  {
    when,
    values = {},
    ...options
  }: Facts & {
    when?: string | ((audience: Audience) => string)
    /** Expressions of SQL for members that are not in its row. */
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

/** A list of rows of another resource. */
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

/** What a create takes of a resource. */
export type CreateFields<R extends Resource> = R extends Resource<infer M> ? Fields<M> : never

/** What an update takes of a resource. */
export type UpdateFields<R extends Resource> = Partial<CreateFields<R>>
