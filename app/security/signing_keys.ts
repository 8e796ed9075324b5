export interface SigningKey {
  id: string
  secret: Uint8Array
}

/** Newest first: the first key signs, all verify. @throws Error that names the mistake, never the secret */
export function parseSigningKeys(text: string): SigningKey[] {
  const keys = text.split(',').map((entry) => {
    const [, id, secret] = /^\s*([\w-]{1,32}):(\S{32,})\s*$/.exec(entry) ?? []
    if (!id) {
      throw new Error(
        'JWT_KEYS must be id:secret pairs between commas, newest first, each secret of 32 characters or more'
      )
    }
    return { id, secret: new TextEncoder().encode(secret) }
  })
  if (new Set(keys.map(({ id }) => id)).size < keys.length) {
    throw new Error('JWT_KEYS names two keys by the same id')
  }
  return keys
}
