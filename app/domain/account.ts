import type { Actor } from '#domain/roles'
import type { Scope } from '#domain/scopes'

/** The user behind a token, loaded on each request. */
export interface Account extends Actor {
  /** 0 for a personal token, and on the command line. */
  sessionId: number
  /** Milliseconds since 1970; null if the user is not silenced. */
  silencedUntil: number | null
  /** The accepted version of the terms. Null: none yet. Undefined: the account need not accept any. */
  acceptedTerms?: string | null
  /** Milliseconds since 1970. A personal token is never fresh, the command line always. */
  authenticatedAt: number
  /** Whether the account must set up a second factor before anything else. */
  needsSecondFactor: boolean
  /** Set only if a personal token was sent. The permissions are within its scopes. */
  personalToken?: { id: number; scopes: ReadonlySet<Scope> }
}
