/** What a purge takes. */
export interface Trashed {
  /** Of all authors if absent. */
  authorId?: number
  /** Only what was deleted by then, by the clock of the database. */
  until: Date
}

export interface Purge {
  /** Rows. */
  purged: number
  /** Whether no row is left. */
  isDone: boolean
}
