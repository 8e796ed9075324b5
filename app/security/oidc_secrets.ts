import { createHash, createHmac, randomBytes } from 'node:crypto'
import { keyFor } from '#security/keys'

/** What a sign-in has at the issuer alone. */
export interface IssuerSecrets {
  state: string
  /** In the ID token. */
  nonce: string
  /** Of PKCE (RFC 7636). */
  verifier: string
}

/** 256 random bits, as 43 characters. */
export const newSecret = () => randomBytes(32).toString('base64url')

const keyed = (purpose: string, text: string): string =>
  createHmac('sha256', keyFor(purpose)).update(text).digest('base64url')

/** What the database has of a state, a code, a challenge or a cookie. */
export const digestOfSecret = (secret: string) => keyed('oidc sign-in', secret)

/** Nonce and verifier follow from the state and our key, so no table has them. */
export const issuerSecrets = (state: string): IssuerSecrets => ({
  state,
  nonce: keyed('oidc nonce', state),
  verifier: keyed('oidc code verifier', state),
})

/** What a client sends ahead of a verifier (RFC 7636, section 4.2). */
export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url')
