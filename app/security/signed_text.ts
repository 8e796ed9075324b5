import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'

const DIGEST_LENGTH = 43

/** Prefixes an HMAC-SHA256: without the key, no client can change text or name. `name` has no line end. */
export function signText(text: string, name: string, key: KeyObject): string {
  return digestOf(text, name, key) + text
}

/** The text given to {@link signText} with the same name and key; null for anything else. */
export function readSignedText(signed: string, name: string, key: KeyObject): string | null {
  const text = signed.slice(DIGEST_LENGTH)
  const given = Buffer.from(signed.slice(0, DIGEST_LENGTH))
  const expected = Buffer.from(digestOf(text, name, key))
  return given.length === expected.length && timingSafeEqual(given, expected) ? text : null
}

const digestOf = (text: string, name: string, key: KeyObject) =>
  createHmac('sha256', key).update(`${name}\n${text}`).digest('base64url')
