import type { Actor } from '#domain/roles'

/** What must be known of the one who asks, on every request with a token. */
export interface Account extends Actor {
  sessionId: number
  /** Milliseconds since 1970; null for one who may write. */
  silencedUntil: number | null
}
