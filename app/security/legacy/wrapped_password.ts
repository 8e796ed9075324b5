import { argon2 } from '#security/legacy/argon2'
import { bcrypt, wordpress } from '#security/legacy/bcrypt'
import { phpass } from '#security/legacy/phpass'
import { scrypt } from '#security/legacy/scrypt'
import type { LegacyScheme } from '#security/legacy/scheme'

const schemes: Record<string, LegacyScheme> = { phpass, wordpress, bcrypt, scrypt, argon2 }

/** The scheme, its settings, and a hash of ours over the digest of another system. */
const shape = /^\$wrapped\$([a-z0-9]{1,20})\$([A-Za-z0-9_-]{1,1000})(\$argon2id\$.{1,300})$/

export interface WrappedPassword {
  /** Of the digest. */
  hash: string
  digestOf: (password: string) => Promise<string>
}

export const isWrapped = (hashed: string) => shape.test(hashed)

/**
 * Wraps a hash of another system: what is stored is as hard to guess as a hash of ours, and shows no digest of the other.
 * @param make hashes a text as a password here @returns null for a hash of no known scheme, or of too high a cost
 */
export async function wrap(
  hashed: string,
  make: (text: string) => Promise<string>
): Promise<string | null> {
  for (const [name, scheme] of Object.entries(schemes)) {
    const read = scheme.read(hashed)
    if (!read) continue
    const settings = Buffer.from(read.settings).toString('base64url')
    return `$wrapped$${name}$${settings}${await make(read.digest)}`
  }
  return null
}

/** @returns null for a hash that is not wrapped */
export function unwrap(hashed: string): WrappedPassword | null {
  const [, name, encoded, hash] = shape.exec(hashed) ?? []
  const scheme = name === undefined ? undefined : schemes[name]
  if (!scheme) return null
  const settings = Buffer.from(encoded, 'base64url').toString()
  return { hash, digestOf: (password) => scheme.digest(password, settings) }
}

/** Whether a stored hash is one of ours, or wrapped by one, at a cost that a login can bear. */
export function isOwnHash(hashed: string): boolean {
  const [, name, encoded, hash] = shape.exec(hashed) ?? [hashed, null, '', hashed]
  const scheme = name === null ? argon2 : schemes[name]
  if (!scheme || !hash.startsWith('$argon2id$') || !argon2.isBounded(hash)) return false
  return name === null || scheme.isBounded(Buffer.from(encoded, 'base64url').toString())
}
