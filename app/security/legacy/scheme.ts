export interface LegacyHash {
  /** All that a digest depends on beside the password. */
  settings: string
  digest: string
}

/** A way in which other systems keep passwords. */
export interface LegacyScheme {
  /** @returns null for a hash of another scheme, or of a cost that is too high for a login here */
  read(hash: string): LegacyHash | null
  /** Whether a login can bear the cost of these settings, which may be of a foreign archive. */
  isBounded(settings: string): boolean

  /** The digest of a password. It does not block the event loop. */
  digest(password: string, settings: string): Promise<string>
}

/** What one login may take: bcrypt of this cost is about 0.2 s. */
export const MAX_BCRYPT_COST = 12

/** Of argon2 and scrypt. */
export const MAX_MEMORY_BYTES = 64 * 1024 ** 2
