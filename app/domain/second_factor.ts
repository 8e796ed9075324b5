/** Methods of RFC 8176. `pop` and `user`: a passkey that verified its user. `fed`: an issuer; it is not in the RFC. */
export type AuthenticationMethod = 'pwd' | 'fed' | 'otp' | 'pop' | 'user' | 'mfa'

export const passkeyMethods: AuthenticationMethod[] = ['pop', 'user', 'mfa']

/** The proofs of a second factor, as a body names them. */
export const factorMethods = ['code', 'passkey', 'recovery_code'] as const
export type FactorMethod = (typeof factorMethods)[number]

export interface FactorProof {
  code?: string
  recovery_code?: string
  passkey?: PasskeyAssertion
}

/** The answer of `navigator.credentials.get`, as JSON (WebAuthn, section 5.1.8). */
export interface PasskeyAssertion extends PasskeyAnswer {
  response: {
    clientDataJSON: string
    authenticatorData: string
    signature: string
    userHandle?: string | null
  }
}

/** The answer of `navigator.credentials.create`. */
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

/** The age in seconds at which a sign-in is no longer fresh. */
export const FRESH_SECONDS = 15 * 60

/** @param authenticatedAt milliseconds since 1970 */
export const isFresh = (authenticatedAt: number) =>
  Date.now() - authenticatedAt <= FRESH_SECONDS * 1000
