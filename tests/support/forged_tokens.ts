import config from '@adonisjs/core/services/config'
import { SignJWT } from 'jose'
import type { SigningKey } from '#security/signing_keys'

/** Claims of a valid token, and changes by a forger. */
export interface Forgery {
  header?: Record<string, unknown>
  claims?: Record<string, unknown>
  secret?: Uint8Array
}

const key = () => config.get<SigningKey[]>('tokens.signingKeys')[0]
const url = () => config.get<string>('app.appUrl')
const now = () => Math.floor(Date.now() / 1000)

/** An access token of a session, signed with our own key unless another secret is given. */
export function forge(
  { userId, sessionId }: { userId: number; sessionId: number },
  { header = {}, claims = {}, secret = key().secret }: Forgery = {}
): Promise<string> {
  const right = {
    iss: url(),
    aud: url(),
    sub: String(userId),
    sid: String(sessionId),
    jti: 'forged',
    client_id: 'plaza',
    iat: now(),
    exp: now() + 900,
  }
  const protectedHeader = { alg: 'HS256', typ: 'at+jwt', kid: key().id, ...header }
  const crit = Array.isArray(header.crit) ? { crit: { [header.crit[0]]: true } } : undefined
  return new SignJWT({ ...right, ...claims }).setProtectedHeader(protectedHeader).sign(secret, crit)
}

/** A token made by hand, with content that no library signs. */
export function assemble(header: object, payload: object | string, signature = ''): string {
  const encode = (part: object | string) =>
    Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')
  return `${encode(header)}.${encode(payload)}.${signature}`
}

/** The parts of a token, without verification. */
export function read(token: string) {
  const [header, payload, signature] = token.split('.')
  const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  return { header: decode(header), payload: decode(payload), signature }
}
