import { createSecretKey, randomUUID, type webcrypto } from 'node:crypto'
import config from '@adonisjs/core/services/config'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { JWTExpired } from 'jose/errors'
import { SignJWT } from 'jose/jwt/sign'
import { jwtVerify } from 'jose/jwt/verify'
import { LRUCache } from 'lru-cache'
import { signingKeys } from '#auth/signing_keys'
import type { SigningKey } from '#security/signing_keys'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import type { AuthenticationMethod } from '#domain/second_factor'

/** Tokens with another algorithm are refused (RFC 8725, section 3.1). */
const algorithm = 'HS256'
const type = 'at+jwt'

export interface AccessClaim {
  userId: number
  sessionId: number
}

interface SignedClaim extends AccessClaim {
  methods: AuthenticationMethod[]
  authenticatedAt: Date
}

const issuer = () => config.get<string>('app.appUrl')

/** Signs an access token: a JWT by RFC 9068, `lifetime` in seconds. */
export function signAccessToken(claim: SignedClaim, lifetime: number) {
  const { userId, sessionId, methods: amr, authenticatedAt } = claim
  const [key] = signingKeys()
  const authTime = Math.floor(authenticatedAt.getTime() / 1000)
  return new SignJWT({ sid: String(sessionId), client_id: 'plaza', amr, auth_time: authTime })
    .setProtectedHeader({ alg: algorithm, typ: type, kid: key.id })
    .setIssuer(issuer())
    .setAudience(issuer())
    .setSubject(String(userId))
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${lifetime}s`)
    .sign(imported(key))
}

const cryptoKeys = new WeakMap<SigningKey, webcrypto.CryptoKey>()

/** jose would otherwise import the secret again for each token. */
function imported(key: SigningKey): webcrypto.CryptoKey {
  const known = cryptoKeys.get(key)
  if (known) return known
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const made = createSecretKey(key.secret).toCryptoKey(hmac, false, ['sign', 'verify'])
  cryptoKeys.set(key, made)
  return made
}

/** A verified token stays valid until it expires, unless the keys change. */
interface Proved {
  claim: AccessClaim
  /** Seconds since 1970. */
  expiresAt: number
  keys: SigningKey[]
}

const proved = new LRUCache<string, Proved>({ max: 10_000 })

export function provedClaim(token: string): AccessClaim | undefined {
  const known = proved.get(token)
  const isProved = known && known.keys === signingKeys() && Date.now() / 1000 < known.expiresAt
  return isProved ? known.claim : undefined
}

/** Verifies signature, issuer, audience and expiry. @throws InvalidTokenException */
export async function proveAccessToken(token: string): Promise<AccessClaim> {
  try {
    const { payload } = await jwtVerify(token, keyOf(token), {
      algorithms: [algorithm],
      typ: type,
      issuer: issuer(),
      audience: issuer(),
      requiredClaims: ['sub', 'sid', 'iat', 'exp', 'jti'],
    })
    const claim = { userId: Number(payload.sub), sessionId: Number(payload.sid) }
    if (!Number.isSafeInteger(claim.userId) || !Number.isSafeInteger(claim.sessionId))
      throw new Error()
    // Plaza makes no token that lives longer.
    if (payload.exp! - payload.iat! > config.get<number>('tokens.lifetimes.access'))
      throw new Error()
    proved.set(token, { claim, expiresAt: payload.exp!, keys: signingKeys() })
    return claim
  } catch (error) {
    throw new InvalidTokenException(
      error instanceof JWTExpired ? 'The access token has expired' : 'The access token is not valid'
    )
  }
}

function keyOf(token: string) {
  const { kid } = decodeProtectedHeader(token)
  const key = signingKeys().find(({ id }) => id === kid)
  if (!key) throw new Error('unknown key')
  return imported(key)
}
