import type { Postgres } from '#tests/resilience/support/postgres'

/** The writes that were answered 2xx. Each must exist afterwards. */
export class Ledger {
  #rows: Record<Kind, Map<number, string>> = {
    posts: new Map(),
    comments: new Map(),
    users: new Map(),
    sessions: new Map(),
    audit_entries: new Map(),
  }
  /** The possible votes by post and user, because an unanswered vote may have been stored. */
  #votes = new Map<string, Set<number>>()
  #answeredVotes = 0

  /** How many writes were answered 2xx. */
  get size() {
    const sizes = Object.values(this.#rows).map(({ size }) => size)
    return sizes.reduce((sum, size) => sum + size, this.#answeredVotes)
  }

  /** @param text that identifies its content */
  add(kind: Kind, id: number, text: string) {
    this.#rows[kind].set(id, text)
  }

  voteSent(postId: number, userId: number, value: number) {
    const key = `${postId} ${userId}`
    this.#votes.set(key, (this.#votes.get(key) ?? new Set([-1, 0, 1])).add(value))
  }

  voteAnswered(postId: number, userId: number, value: number) {
    this.#votes.set(`${postId} ${userId}`, new Set([value]))
    this.#answeredVotes++
  }

  /** @returns the missing writes that were answered 2xx, in words */
  async lost(postgres: Postgres): Promise<string[]> {
    const kinds = Object.keys(this.#rows) as Kind[]
    const rows = await Promise.all(kinds.map((kind) => this.#lostRows(kind, postgres)))
    return [...rows.flat(), ...(await this.#lostVotes(postgres))]
  }

  async #lostRows(kind: Kind, postgres: Postgres) {
    const written = this.#rows[kind]
    const found = await postgres.query<{ id: number; text: string }>(
      `select id::int, ${texts[kind]} as text from ${kind} where id = any($1)`,
      [[...written.keys()]]
    )
    const there = new Map(found.map(({ id, text }) => [id, text]))
    return [...written]
      .filter(([id, text]) => there.get(id) !== text)
      .map(([id, text]) => `${kind} ${id} "${text}"`)
  }

  async #lostVotes(postgres: Postgres) {
    const found = await postgres.query<{ key: string; value: number }>(
      `select post_id || ' ' || user_id as key, value::int from votes`
    )
    const there = new Map(found.map(({ key, value }) => [key, value]))
    return [...this.#votes]
      .filter(([key, values]) => !values.has(there.get(key) ?? 0))
      .map(([key, values]) => `vote ${key} is ${there.get(key)}, not ${[...values].join(' or ')}`)
  }
}

type Kind = keyof typeof texts

const texts = {
  posts: 'title',
  comments: 'content',
  users: 'username',
  sessions: 'user_id::text',
  audit_entries: 'action',
}
