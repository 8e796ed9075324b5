import { createHash, createHmac, randomBytes } from 'node:crypto'
import { keyFor } from '#security/keys'

/** The parts of a sign-in that only the issuer gets. */
export interface IssuerSecrets {
  state: string
  /** Comes back in the ID token. */
  nonce: string
  /** For PKCE (RFC 7636). */
  verifier: string
}

/** 256 random bits, as 43 characters. */
export const newSecret = () => randomBytes(32).toString('base64url')

const keyed = (purpose: string, text: string): string =>
  createHmac('sha256', keyFor(purpose)).update(text).digest('base64url')

export const digestOfSecret = (secret: string) => keyed('oidc sign-in', secret)

/** Nonce and verifier follow from the state and a key of APP_KEY, so no table stores them. */
export const issuerSecrets = (state: string): IssuerSecrets => ({
  state,
  nonce: keyed('oidc nonce', state),
  verifier: keyed('oidc code verifier', state),
})

/** The `code_challenge` of a verifier (RFC 7636, section 4.2). */
export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url')
