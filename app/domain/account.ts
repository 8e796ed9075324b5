import type { Actor } from '#domain/roles'

/** The user behind a token, loaded on each request. */
export interface Account extends Actor {
  sessionId: number
  /** Milliseconds since 1970; null if the user is not silenced. */
  silencedUntil: number | null
}
