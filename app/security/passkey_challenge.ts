import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { keyFor } from '#security/keys'

const RANDOM_BYTES = 32
const TIME_BYTES = 6
const BODY_BYTES = RANDOM_BYTES + TIME_BYTES
const LIFETIME_MS = 5 * 60_000

/** A challenge for one purpose is refused for another. */
export type ChallengePurpose = 'sign in' | `register ${number}`

export interface UsedChallenge {
  digest: Buffer
  expiresAt: Date
}

/** A challenge that carries its expiry and a signature, so that nothing is stored before its use. */
export function newPasskeyChallenge(purpose: ChallengePurpose): Uint8Array<ArrayBuffer> {
  const body = Buffer.alloc(BODY_BYTES)
  randomBytes(RANDOM_BYTES).copy(body)
  body.writeUIntBE(Date.now() + LIFETIME_MS, RANDOM_BYTES, TIME_BYTES)
  return new Uint8Array([...body, ...signatureOf(body, purpose)])
}

/** @returns null for a forged or expired challenge, and for another purpose */
export function readPasskeyChallenge(
  challenge: string,
  purpose: ChallengePurpose
): UsedChallenge | null {
  const bytes = Buffer.from(challenge, 'base64url')
  const [body, signature] = [bytes.subarray(0, BODY_BYTES), bytes.subarray(BODY_BYTES)]
  if (body.length < BODY_BYTES) return null
  const expected = signatureOf(body, purpose)
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return null
  const expiresAt = body.readUIntBE(RANDOM_BYTES, TIME_BYTES)
  if (expiresAt <= Date.now()) return null
  // Of the bytes, since base64url can write the same bytes in several ways.
  return { digest: createHash('sha256').update(body).digest(), expiresAt: new Date(expiresAt) }
}

const signatureOf = (body: Buffer, purpose: ChallengePurpose) =>
  createHmac('sha256', keyFor('passkey challenge')).update(`${purpose}\0`).update(body).digest()
