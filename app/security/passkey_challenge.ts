import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { keyFor } from '#security/keys'

const RANDOM_BYTES = 32
const TIME_BYTES = 6
const BODY_BYTES = RANDOM_BYTES + TIME_BYTES
const LIFETIME_MS = 5 * 60_000

/** What a challenge is for: that of one use is no good for another. */
export type ChallengePurpose = 'sign in' | `register ${number}`

export interface UsedChallenge {
  digest: Buffer
  expiresAt: Date
}

/** A challenge that carries its end and a signature, so that nothing is stored before it is used. */
export function newPasskeyChallenge(purpose: ChallengePurpose): Uint8Array<ArrayBuffer> {
  const body = Buffer.alloc(BODY_BYTES)
  randomBytes(RANDOM_BYTES).copy(body)
  body.writeUIntBE(Date.now() + LIFETIME_MS, RANDOM_BYTES, TIME_BYTES)
  return new Uint8Array([...body, ...signatureOf(body, purpose)])
}

/** @returns null for one that is not ours, is for something else, or has ended */
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
  // Of the bytes: the same ones can be written in several ways.
  return { digest: createHash('sha256').update(body).digest(), expiresAt: new Date(expiresAt) }
}

const signatureOf = (body: Buffer, purpose: ChallengePurpose) =>
  createHmac('sha256', keyFor('passkey challenge')).update(`${purpose}\0`).update(body).digest()
