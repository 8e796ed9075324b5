import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'

/** What a digest takes: 256 bits in base64url. */
const DIGEST_LENGTH = 43

/**
 * A text with a keyed digest (HMAC-SHA256) before it, over the text and the name under which it is
 * kept: whoever has no key can neither change it nor keep it under another name.
 *
 * @param name without a line end
 */
export function signText(text: string, name: string, key: KeyObject): string {
  return digestOf(text, name, key) + text
}

/** The text that {@link signText} was given, with the same name and key; null for anything else. */
export function readSignedText(signed: string, name: string, key: KeyObject): string | null {
  const text = signed.slice(DIGEST_LENGTH)
  const given = Buffer.from(signed.slice(0, DIGEST_LENGTH))
  const expected = Buffer.from(digestOf(text, name, key))
  return given.length === expected.length && timingSafeEqual(given, expected) ? text : null
}

const digestOf = (text: string, name: string, key: KeyObject) =>
  createHmac('sha256', key).update(`${name}\n${text}`).digest('base64url')
