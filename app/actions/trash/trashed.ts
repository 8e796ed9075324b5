export interface Trashed {
  /** Absent: all authors. */
  authorId?: number
  /** Only items deleted by then, by the clock of the database. */
  until: Date
}

export interface Purge {
  /** The number of rows. */
  purged: number
  /** Whether no row is left. */
  isDone: boolean
}
