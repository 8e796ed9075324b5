import { filtersFor, type Filters } from '#resources/definition/filters'
import { Form } from '#resources/definition/form'
import { isReadBy, type Audience, type Member, type Members } from '#resources/definition/members'
import { schemaOfMembers } from '#resources/definition/schema'
import { namesIn, type Selection } from '#resources/definition/selection'
import { sortsFor, type ListOrder, type Sorts } from '#resources/definition/sorts'

export interface ViewFacts<Name extends string = string> {
  for: Audience
  only?: readonly Name[]
  /** Also shows these members, although they are on request or hidden elsewhere. */
  with?: readonly Name[]
  /** Members that only some viewers see. */
  sometimes?: readonly Name[]
  /** It has no schema of its own, since it is part of others. */
  isInline?: true
  nullable?: boolean
  description?: string
}

interface ViewSource {
  table: string
  joins?: string
  revision?: string
  isTracked?: boolean
  members: Members
  filters?: Filters
  sorts?: Sorts
}

/** The values of `fields` and `include`. */
export interface AskedMembers {
  fields?: string
  include?: string
}

const MAX_FORMS = 200

export class View {
  readonly audience: Audience
  readonly table: string
  readonly joins: string
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
    definition: ViewSource,
    readonly facts: ViewFacts
  ) {
    const { for: audience, only, with: also = [], sometimes = [] } = facts
    this.audience = audience
    this.table = definition.table
    this.joins = definition.joins ?? ''
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
    // An export has all its members, since no client can ask for more.
    const isShown = ([member, { onRequest }]: [string, Member]) =>
      !onRequest || also.includes(member) || audience === 'export'
    this.shown = readable
      .filter((entry) => !sometimes.includes(entry[0]) && isShown(entry))
      .map(([member]) => member)
    const isUnasked = ([member, { isAppended, onRequest }]: [string, Member]) =>
      (isAppended && !onRequest) || this.shown.includes(member)
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
