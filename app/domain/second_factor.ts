/**
 * How a user signed in: authentication methods of RFC 8176. `pop` and `user`: a passkey, whose device knew the user.
 * `fed`: at an issuer; the RFC has no word for it, and this is the one of others.
 */
export type AuthenticationMethod = 'pwd' | 'fed' | 'otp' | 'pop' | 'user' | 'mfa'

export const passkeyMethods: AuthenticationMethod[] = ['pop', 'user', 'mfa']

/** What can prove a second factor, as a body names it. */
export const factorMethods = ['code', 'passkey', 'recovery_code'] as const
export type FactorMethod = (typeof factorMethods)[number]

export interface FactorProof {
  code?: string
  recovery_code?: string
  passkey?: PasskeyAssertion
}

/** What an authenticator answers `navigator.credentials.get` with, as JSON (WebAuthn, section 5.1.8). */
export interface PasskeyAssertion extends PasskeyAnswer {
  response: {
    clientDataJSON: string
    authenticatorData: string
    signature: string
    userHandle?: string | null
  }
}

/** The same for `navigator.credentials.create`. */
export interface PasskeyAttestation extends PasskeyAnswer {
  response: { clientDataJSON: string; attestationObject: string; transports?: string[] }
}

interface PasskeyAnswer {
  id: string
  rawId: string
  type: 'public-key'
}

/** The setting REQUIRE_2FA: who needs a second factor. */
export type FactorPolicy = 'none' | 'staff' | 'all'

/** What needs a fresh sign-in is refused after so many seconds. */
export const FRESH_SECONDS = 15 * 60

/** @param authenticatedAt milliseconds since 1970 */
export const isFresh = (authenticatedAt: number) =>
  Date.now() - authenticatedAt <= FRESH_SECONDS * 1000
