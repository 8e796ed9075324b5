import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { RowKind } from '#cli/moving/archive/kinds'
import type { PostHere, Row } from '#cli/moving/import/source'

export interface Counts {
  in: number
  created: number
  changed: number
  already_there: number
  refused: number
}

export interface Message {
  kind: RowKind
  place: string
  isRefusal: boolean
  message: string
}

/** A valid row that is not decided on yet. */
export interface Item {
  kind: RowKind
  place: string
  row: Row
  /** The post here whose content changes. */
  here?: PostHere
}

export type Outcome = Exclude<keyof Counts, 'in' | 'refused'>

/** What an import knows from its start on. */
export interface Terms {
  /** Names the site that ids are of. */
  source: string
  keepsIds: boolean
  /** Whether all of it is one transaction that is rolled back. */
  isDry: boolean
  /** The greatest ids that were ever used here, by table. Above these an id is free. */
  floors: Record<string, number>
  /** The roles that users get here, by their role at the source. */
  roles: ReadonlyMap<string, string>
  /** Accounts here by the name or the e-mail at the source, in lower case. */
  authors: ReadonlyMap<string, number>
  /** A hash that no password has. */
  password: string
  /** Whether there was no post when the import began. */
  isEmpty: boolean
}

const noCounts = (): Counts => ({ in: 0, created: 0, changed: 0, already_there: 0, refused: 0 })

/** Some rows of an import in one transaction, and what became of each. */
export class Batch {
  readonly messages: Message[] = []
  readonly languages = new Set<string>()

  constructor(
    readonly client: TransactionClientContract,
    readonly terms: Terms,
    readonly counts: Partial<Record<RowKind, Counts>>
  ) {}

  take({ kind }: { kind: RowKind }) {
    this.#of(kind).in++
  }

  settle({ kind }: Item, outcome: Outcome) {
    this.#of(kind)[outcome]++
  }

  refuse({ kind, place }: { kind: RowKind; place: string }, message: string) {
    this.#of(kind).refused++
    this.messages.push({ kind, place, isRefusal: true, message })
  }

  note({ kind, place }: { kind: RowKind; place: string }, message: string) {
    this.messages.push({ kind, place, isRefusal: false, message })
  }

  async query<T = Row>(text: string, values: Row = {}): Promise<T[]> {
    return (await this.client.rawQuery(text, values)).rows
  }

  #of(kind: RowKind): Counts {
    return (this.counts[kind] ??= noCounts())
  }
}
