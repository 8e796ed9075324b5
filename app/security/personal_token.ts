import { createHmac, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { keyFor } from '#security/keys'

/** Secret scanners recognise a token by its prefix. */
export const PERSONAL_TOKEN_PREFIX = 'plz_'

const SECRET_BYTES = 32
/** 62^43 > 2^256. */
const SECRET_LENGTH = 43
/** 62^6 > 2^32. */
const CHECKSUM_LENGTH = 6

const shape = new RegExp(
  `^${PERSONAL_TOKEN_PREFIX}([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`
)

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** `plz_`, 256 random bits and their CRC-32, in base 62: 53 characters. */
export function newPersonalToken(): string {
  const bytes = randomBytes(SECRET_BYTES)
  const secret = base62(BigInt(`0x${bytes.toString('hex')}`), SECRET_LENGTH)
  return PERSONAL_TOKEN_PREFIX + secret + checksumOf(secret)
}

/** The stored form of a token, which does not lead back to it. Null for a text that is no token. */
export function digestOfPersonalToken(text: string): string | null {
  const [, secret, checksum] = shape.exec(text) ?? []
  if (!secret || checksum !== checksumOf(secret)) return null
  return createHmac('sha256', keyFor('personal token')).update(text).digest('base64url')
}

const checksumOf = (secret: string) => base62(BigInt(crc32(secret)), CHECKSUM_LENGTH)

function base62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; rest > 0n; rest /= 62n) text = alphabet[Number(rest % 62n)] + text
  return text.padStart(length, '0')
}
